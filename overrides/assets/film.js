/* What readers do with a page: say how far they are, follow a link to a spoiler, share one, print, search.
   The script in the page's head has opened what they had reached before, and shares `film`. */

(film => {
  const find = (selector, node = document) => node.querySelector(selector);
  const all = selector => [...document.querySelectorAll(selector)];
  const box = element => element.getBoundingClientRect();
  const on = (event, handle, target = document) => target.addEventListener(event, handle, true);
  const pieces = Object.assign(document.createElement("template"), { innerHTML: scripted }).content; // overrides/partials/scripted.html
  const again = event => event.target.dispatchEvent(new event.constructor(event.type, event));
  const made = selector => find(selector, pieces).cloneNode(true);

  const spoilers = all("details.spoiler");
  const around = node => spoilers.filter(spoiler => spoiler.contains(node)); // the outermost first
  const control = find(".progress__levels");
  const status = find(".progress__status");
  const say = words => { status.textContent = words; };

  /* ── What can wait ──────────────────────────────────────────────────── */

  // The page was painted with the few styles that stand in it; the others are on their way. Material's script is fetched
  // after them, and started when a reader does the first thing: before that, it has nothing to do.
  const styles = find("#__styles");
  const { theme } = styles.dataset;
  const root = document.documentElement;
  const dressed = new Promise(done => {
    if (styles.sheet) done();
    else for (const event of ["load", "error"]) on(event, done, styles);
  });

  let started = null;
  const start = () => started ??= dressed.then(() => new Promise(done => film.add("script", { src: theme, onload: done, onerror: done }))).then(() => {
    document.dispatchEvent(new Event("DOMContentLoaded")); // which it waits for, and which was long ago
    root.dataset.started = "";
  });

  const idle = window.requestIdleCallback ?? setTimeout; // not in Safari
  const first = (event, handle) => addEventListener(event, handle, { capture: true, once: true });
  dressed.then(() => {
    root.dataset.dressed = "";
    idle(() => film.add("link", { rel: "prefetch", as: "script", href: theme }));
  });
  for (const event of ["pointermove", "pointerdown", "keydown", "focusin", "scroll"]) first(event, () => idle(start));
  // Who reads on will soon turn the page.
  first("scroll", () => find("link[rel=next]")?.relList.add("prefetch"));

  /* ── Progress ───────────────────────────────────────────────────────── */

  // The innermost element at a height of the window; between two, the lower.
  const at = (height, node) => {
    const inner = [...node.children].find(child => child !== control.parentElement && box(child).height && box(child).bottom > height);
    return inner && box(inner).top < height ? at(height, inner) : inner || node;
  };

  // What a reader looks at stays where it is, whatever opens or closes; what closes around it leaves its label there.
  const keepingPlace = change => {
    const article = find("article");
    const top = parseFloat(getComputedStyle(article).scrollMarginTop); // what lies over the page ends above
    const seen = at(top, article);
    const open = around(seen).filter(spoiler => spoiler.open);
    const label = seen.closest("summary"); // which may go: the place around it stays
    const still = label ? label.parentElement.parentElement : seen;
    const before = box(still).top;
    change();
    const closed = open.find(spoiler => !spoiler.open);
    scrollBy({ top: closed ? Math.min(0, box(closed.parentElement).top - top) : box(still).top - before, behavior: "instant" });
  };

  const announce = () => {
    const open = spoilers.filter(spoiler => spoiler.open).length;
    const { words, none } = status.dataset;
    say(spoilers.length ? words.replace("{open}", open).replace("{closed}", spoilers.length - open) : none);
  };

  const reach = level => {
    if (level === film.progress) return;
    keepingPlace(() => {
      film.take(level);
      all(film.parts).forEach(film.show);
      for (const spoiler of spoilers) delete spoiler.dataset.byHand;
      moveGate();
    });
    announce();
    document.dispatchEvent(new CustomEvent("progress"));
  };

  const choose = level => {
    try { __md_set("progress", level); } catch {} // denied: then it holds for this page
    reach(level);
  };

  // Other tabs, and pages that come back as they were left.
  const catchUp = () => reach(film.stored() ?? film.progress);

  on("click", event => {
    const button = event.target.closest(".progress__level");
    if (button) choose(button.value);
  });
  on("storage", catchUp, window);
  on("pageshow", catchUp, window);

  // Scrolled past its question, the control is small.
  new IntersectionObserver(([{ isIntersecting, boundingClientRect }]) => {
    control.toggleAttribute("data-stuck", !isIntersecting && boundingClientRect.top < innerHeight / 2);
  }, { rootMargin: `-${find("header").offsetHeight}px 0px 0px` }).observe(find(".progress__question"));

  /* ── Header ─────────────────────────────────────────────────────────── */

  const menu = find("header details");
  const search = find("#__search");
  const opener = find(".site-header__search");
  const query = find(".md-search__input", pieces);
  let before = null; // what had the focus when search was opened

  search.checked = false; // whatever the browser remembers
  if (query) {
    find("label", pieces).append(find("svg", opener).cloneNode(true));
    opener.after(find(".md-search", pieces));
    opener.setAttribute("aria-controls", "__search-box");
    // Material focuses the box to open search; put away, it can't have the focus.
    query.focus = () => {
      if (!search.checked) {
        before = document.activeElement;
        search.click();
      }
      HTMLElement.prototype.focus.call(query);
    };
  }

  on("change", () => {
    opener.ariaExpanded = search.checked;
    if (search.checked) return;
    before?.focus({ preventScroll: true });
    before = null;
  }, search);

  on("click", async ({ target }) => {
    if (target.closest("[data-search], .site-header__light")) await start(); // then nothing is typed before it is heard
    if (target.closest("[data-search]")) search.checked ? search.click() : query.focus();
    if (target.closest(".site-header__light")) {
      const { mdColorScheme } = document.body.dataset;
      all("[name=__palette]").find(each => each.dataset.mdColorScheme !== mdColorScheme).click();
    }
  });

  // The menu lies over the page: it goes when the reader does.
  for (const event of ["click", "focusin"]) on(event, ({ target }) => {
    if (!menu.contains(target)) menu.open = false;
  });
  on("keydown", ({ key }) => {
    if (key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.firstElementChild.focus();
  });

  /* ── Spoilers ───────────────────────────────────────────────────────── */

  const open = spoiler => {
    spoiler.dataset.byHand = ""; // a door opens; what was open when the page came does not move
    spoiler.open = true;
  };

  on("click", event => {
    const label = event.target.closest(".spoiler__summary");
    if (label) label.parentElement.dataset.byHand = "";
  });

  const address = spoiler => spoiler.parentElement.id || spoiler.parentElement.dataset.address;

  /* ── Links to copy ──────────────────────────────────────────────────── */

  const offer = (node, id) => {
    const link = made(".copy-link");
    link.href = `#${id}`;
    node.after(link);
  };

  dressed.then(() => {
    for (const spoiler of spoilers) offer(find("summary", spoiler), address(spoiler));
    for (const heading of all(".essay > :is(h2, h3)[id]")) offer(heading, heading.id);
  });

  const copy = async link => {
    const url = Object.assign(new URL(location), { search: "", hash: link.hash });
    const words = link.textContent;
    try {
      await navigator.clipboard.writeText(url);
    } catch {
      location.hash = link.hash; // then the reader's own address bar has it
      return;
    }
    say(link.dataset.done);
    link.textContent = link.dataset.done;
    link.addEventListener("blur", () => { link.textContent = words; }, { once: true });
  };

  on("click", event => {
    const link = event.target.closest(".copy-link");
    if (!link) return;
    event.preventDefault();
    if (link.textContent !== link.dataset.done) copy(link);
  });

  /* ── Footnotes ──────────────────────────────────────────────────────── */

  // A note opens below the lines that cite it, and shuts again; without scripts its link leads to the foot of the page.
  on("click", event => {
    const link = event.target.closest(".footnote-ref");
    const note = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!note) return;
    event.preventDefault();
    const open = link.ariaExpanded !== "true";
    link.ariaExpanded = open;
    if (!open) return link.note.remove();
    link.note = Object.assign(made(".cited"), { innerHTML: note.innerHTML });
    find(".footnote-backref", link.note)?.remove();
    (link.closest("p") ?? link).after(link.note);
  });

  /* ── Keys ───────────────────────────────────────────────────────────── */

  // Material has keys for search and for the next page. Who speaks to a computer can put all single keys off (WCAG 2.1.4).
  const keys = find(".keys", pieces);
  document.body.append(keys);
  const single = find("input", keys);
  try { single.checked = __md_get("keys") ?? true; } catch {}
  on("change", () => {
    try { __md_set("keys", single.checked); } catch {}
  }, single);

  on("keydown", event => {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    if (key.length > 1 || ctrlKey || metaKey || altKey || target.matches("input:not([type=checkbox])")) return;
    if (!single.checked || keys.open) event.stopPropagation();
    else if (key === "?") keys.showModal();
    else if (!("started" in root.dataset)) start().then(() => again(event));
  });
  on("click", event => {
    if (event.target.closest(".site-footer__keys")) keys.showModal();
    if (event.target.closest(".keys__close")) keys.close();
  });

  /* ── Gate ───────────────────────────────────────────────────────────── */

  let gate = null;

  const wanted = () => spoilers.find(spoiler => `#${address(spoiler)}` === location.hash);

  // A gate where the way to the wanted spoiler is closed, unless the reader is that far.
  const setGate = () => {
    gate?.remove();
    gate = null;
    const closed = around(wanted()).filter(spoiler => !spoiler.open);
    const level = film.highest(closed.map(spoiler => spoiler.dataset.level));
    if (!level || film.reached(level)) return;
    gate = made(".gate");
    const button = find(`.progress__level[value="${level}"]`);
    for (const slot of gate.querySelectorAll("[data-slot]")) slot.textContent = button.dataset[slot.dataset.slot];
    gate.dataset.level = level;
    closed[0].before(gate);
  };

  // Through the gate: to the label or, where labels are gone, to its place.
  const enter = () => {
    const spoiler = wanted();
    around(spoiler).filter(each => !each.open).forEach(open);
    gate?.remove();
    gate = null;
    const label = find("summary", spoiler);
    const landing = label.offsetHeight ? label : spoiler.parentElement;
    if (landing !== label) landing.tabIndex = -1;
    landing.focus();
  };

  // A gate has nothing to keep once the reader has opened the way otherwise.
  const moveGate = () => {
    if (!gate || !gate.nextElementSibling.open) return;
    const focused = gate.contains(document.activeElement);
    setGate();
    if (focused && gate) gate.focus();
    else if (focused) enter();
  };

  const follow = () => {
    setGate();
    const spoiler = wanted();
    if (gate) {
      gate.parentElement.scrollIntoView();
      gate.focus({ preventScroll: true });
    } else if (spoiler) {
      around(spoiler).filter(each => !each.open).forEach(open);
      if (!spoiler.parentElement.id) spoiler.parentElement.scrollIntoView();
    }
  };

  on("toggle", moveGate);
  on("hashchange", follow, window);
  on("click", event => {
    const way = event.target.closest(".gate__way");
    if (way?.value === "seen") choose(gate.dataset.level);
    if (way) enter();
  });
  // To where the address leads already, no hash changes.
  document.addEventListener("click", event => {
    const link = event.target.closest("a[href]");
    if (!link?.hash || link.href !== location.href || event.defaultPrevented || !wanted()) return;
    event.preventDefault(); // which would take focus from the gate
    follow();
  });
  follow();
  const tab = document.getElementById(location.hash.slice(1));
  if (tab?.name?.startsWith("__tabbed_")) tab.checked = true; // a link can lead to one of Material's tabs too
  root.dataset.ready = ""; // the room for a gate is taken, or not needed
  // Browsers move focus to a link's target once all has loaded.
  const focusGate = () => requestAnimationFrame(() => {
    if (document.activeElement === document.body) gate?.focus({ preventScroll: true });
  });
  document.readyState === "complete" ? focusGate() : on("load", focusGate, window);

  /* ── Print ──────────────────────────────────────────────────────────── */

  // Material opens every details to print it, and may do so twice: a mark remembers which were closed.
  const beforePrint = () => {
    for (const spoiler of spoilers) if (!spoiler.open) spoiler.dataset.closed = "";
  };
  on("beforeprint", beforePrint, window);
  on("afterprint", () => {
    for (const spoiler of spoilers) {
      if ("closed" in spoiler.dataset) spoiler.open = false;
      delete spoiler.dataset.closed;
    }
  }, window);
  if (matchMedia("print").matches) beforePrint();

  /* ── Search ─────────────────────────────────────────────────────────── */

  // Material would start its worker with every page, fetch what to search, and tell it once. Here both wait until somebody
  // searches, for a fifth of a first view's bytes; and the worker is told again whenever progress changes.
  const config = JSON.parse(find("#__config").textContent);
  const base = new URL(config.base, location);
  const parts = new Map(); // the index of each level once it is here, with "" for what is public
  const port = new EventTarget(); // what Material takes for its worker
  let worker = null;

  const load = async level => {
    const answer = await fetch(new URL(`search/search_index${level && `.${level}`}.json`, base));
    if (answer.ok) parts.set(level, await answer.json());
  };

  const reachable = () => ["", ...film.upTo()];

  const tell = () => {
    if (!parts.has("")) return;
    const docs = reachable().flatMap(level => parts.get(level)?.docs ?? []);
    const options = { suggest: config.features.includes("search.suggest") };
    worker.postMessage({ type: 0, data: { config: parts.get("").config, docs, options } });
    if (query.value) worker.postMessage({ type: 2, data: query.value }); // what was asked of the index before
  };

  const supply = async () => {
    if (!worker) return;
    const missing = reachable().filter(level => !parts.has(level));
    tell();
    if (!missing.length) return;
    await Promise.allSettled(missing.map(load));
    if (missing.some(level => parts.has(level))) tell();
  };

  port.postMessage = message => {
    if (message.type) worker?.postMessage(message); // what to search, type 0, is told by tell
  };

  // To mark what was searched for, Material needs the index, for which it looks where a form has this name.
  if (query && new URLSearchParams(location.search).has("h")) {
    query.form.name = "search";
    start();
  }

  window.Worker = new Proxy(Worker, {
    construct: (plain, [url, ...rest]) => url === config.search ? port : new plain(url, ...rest),
  });

  if (query) on("focus", async () => {
    await start();
    if (worker && parts.has("")) return;
    worker ??= new Worker(new URL(config.search, location));
    worker.onmessage = ({ data }) => port.dispatchEvent(new MessageEvent("message", { data }));
    supply();
  }, query);

  // Material would focus the box on a reset; an empty one and a key that came up make it ask, and find nothing.
  on("progress", () => {
    if (!query) return;
    query.value = "";
    supply();
    query.dispatchEvent(new Event("keyup"));
    find(".md-search-result__list").replaceChildren();
  });

  // What a reader did before anybody heard; labels and links have their answer without scripts.
  for (const event of film.early) if (event.key || event.target.closest("button")) again(event);
})(window.film);
