"""``python -m klimaeditor``: the command line."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    try:
        from klimaeditor.cli import main
    except KeyboardInterrupt:  # before anything of the program is there
        sys.stderr.write("Abgebrochen. Es wurde nichts geschrieben.\n")
        sys.exit(130)
    sys.exit(main())
