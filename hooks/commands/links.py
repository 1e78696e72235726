"""Ask other sites whether the pages that a built site links to are still there: LinkChecker, as it is run here."""

from linkcheck.command import linkchecker


def main() -> None:
    # Root would become nobody, who cannot read a checkout in a folder that is root's alone, and would find no link in it.
    linkchecker.drop_privileges = lambda: None
    linkchecker.linkchecker()


if __name__ == "__main__":
    main()
