"""Remove what the commands made, trial data included: ``make clean``."""

import shutil

from tools.folders import ENVIRONMENT, NODE_MODULES, ROOT, VAR
from tools.messages import CannotGoOn, run_main, say
from tools.server_files import processes_in
from tools.server_home import folder_outside

CACHES = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache")


def main() -> int:
    """Remove the environment, the packages, the caches and the data of this checkout.

    Raises:
        CannotGoOn: a server still works on the data.
    """
    servers = [path for path in VAR.glob("*") if path.is_dir()]
    outside = [place for server in servers if (place := folder_outside(server)) is not None]
    if any(processes_in(folder / "data") for folder in (*servers, *outside)):
        raise CannotGoOn(
            "Bản này đang chạy, chưa xóa gì.", "Hãy dừng nó bằng Ctrl-C rồi chạy lại `make clean`."
        )
    caches = [ROOT / name for name in (*CACHES, "static_collected")]
    caches += [
        path for top in ("nenep", "tests", "tools") for path in (ROOT / top).rglob("__pycache__")
    ]
    for path in (*outside, VAR, ENVIRONMENT, NODE_MODULES, *caches):
        if path.exists():
            shutil.rmtree(path)
            if path.name != "__pycache__":
                say(f"Đã xóa {path}")
    return 0


if __name__ == "__main__":
    run_main(main)
