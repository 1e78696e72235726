"""Write the schemas by which editors complete and explain the data files' keys."""

from pathlib import Path

from microsite.models import FILES
from microsite.schemas import FOLDER, schema_text


def main() -> None:
    folder = Path(FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / f"{name}.json").write_text(schema_text(name), encoding="utf-8")


if __name__ == "__main__":
    main()
