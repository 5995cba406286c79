"""`python -m tests.web.write_access_table`: writes the tables of `docs/reference/access.md` and
`docs/explanation/reach.md`."""

import os
import sys

import pytest

TESTS = ("tests/people/test_giving_roles.py", "tests/web/test_access.py")
ASKED = "WRITE_ACCESS_TABLE"

if __name__ == "__main__":
    os.environ[ASKED] = "yes"
    sys.exit(pytest.main(["-q", *TESTS, "-k", "the_document_says"]))
