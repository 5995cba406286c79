"""`python -m bench`: runs every benchmark beside this file and prints one line each.

A benchmark is a module with `run() -> Iterator[Result]`. Ends with 1 when a limit is passed.
"""

from __future__ import annotations

import importlib
import pkgutil
import platform
import sys

import bench


def main() -> int:
    print(f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}")
    passed = True
    for found in pkgutil.iter_modules(bench.__path__):
        if found.name == "__main__":
            continue
        module = importlib.import_module(f"bench.{found.name}")
        if hasattr(module, "run"):
            for result in module.run():
                print(result)
                passed = passed and result.is_within
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
