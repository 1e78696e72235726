// Has Lighthouse look at one page for each line that it reads, in one Chromium, and answers each with a line; both are JSON.
// Arguments are settings of Chromium's command line. Driven by benchmarks/lighthouse.py.
// Lighthouse reports mistakes of its own to its makers only when it is run from the command line, so not here.

import { createInterface } from "node:readline";
import { launch } from "chrome-launcher";
import lighthouse, { defaultConfig, desktopConfig } from "lighthouse";

const answer = ({ audits, categories, runtimeError, lighthouseVersion, environment }) => ({
  error: runtimeError?.message,
  versions: [lighthouseVersion, environment.hostUserAgent.match(/Chrome\/(\d+)/)[1]],
  values: Object.fromEntries(Object.values(audits).map(({ id, numericValue }) => [id, numericValue])),
  requests: audits["network-requests"].details?.items.filter(({ url }) => url.startsWith("http")).length,
  scores: Object.fromEntries(Object.values(categories).map(({ id, score }) => [id, Math.round(score * 100)])),
  failed: Object.values(audits).filter(({ score, scoreDisplayMode }) => scoreDisplayMode === "binary" && score === 0).map(({ id }) => id),
});

// What goes into the score, and what the page has asked for; the advice besides takes half as long again.
const wanted = ({ id, weight }) => weight || ["total-byte-weight", "network-requests"].includes(id);
const skipAudits = defaultConfig.categories.performance.auditRefs.filter(ref => !wanted(ref)).map(({ id }) => id);
const chrome = await launch({ chromePath: process.env.CHROMIUM, chromeFlags: ["--headless", ...process.argv.slice(2)] });
for await (const line of createInterface({ input: process.stdin })) {
  const { url, desktop, categories } = JSON.parse(line);
  const flags = { port: chrome.port, onlyCategories: categories, skipAudits, disableFullPageScreenshot: true };
  const { lhr } = await lighthouse(url, flags, desktop ? desktopConfig : defaultConfig);
  console.log(JSON.stringify(answer(lhr)));
}
chrome.kill();
