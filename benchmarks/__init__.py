"""How long things take. As in the program, openpyxl must not read with lxml: the first import."""

import klimaeditor.excel  # noqa: F401
