"""`python -m tests.web.write_access_table`: writes the table of `docs/reference/access.md`."""

import os
import sys

import pytest

ASKED = "WRITE_ACCESS_TABLE"

if __name__ == "__main__":
    os.environ[ASKED] = "yes"
    sys.exit(pytest.main(["-q", "tests/web/test_access.py", "-k", "table_of_the_document"]))
