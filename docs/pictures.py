"""Take the pictures of the documentation anew: ``python docs/pictures.py``, where Chromium is installed.

They are of the example article, as the commands of the tutorials show it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
SEED = HERE.parent / "seeds" / "lithuania-belarus"
SAYSO = Path(sys.executable).with_name("sayso")
WIDTH, HEIGHT = 1280, 800


def main() -> None:
    """Write ``pictures/report.png``, ``voices.png``, ``phone.png`` and ``review.png``."""
    article, references = str(SEED / "article.txt"), ["--corpus", str(SEED / "references")]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        at = Path(folder)
        run = [str(SAYSO), "check", article, *references, "--format", "html", "-o", str(at / "report.html")]
        subprocess.run(run, check=True)
        subprocess.run([str(SAYSO), "split", article, "--format", "html", "-o", str(at / "voices.html")], check=True)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        for name in ("report", "voices"):
            page.goto((at / f"{name}.html").as_uri())
            _take(page, name)
        phone = browser.new_page(viewport={"width": 390, "height": 800}, color_scheme="dark")
        phone.goto((at / "report.html").as_uri())
        _take(phone, "phone")
        asked = [str(SAYSO), "review", "open", article, *references, "--no-browser", "--reviewer", "Ann"]
        environment = os.environ | {"PYTHONUNBUFFERED": "1"}
        with subprocess.Popen(
            asked, cwd=at, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as served:
            assert served.stdout
            for line in served.stdout:
                if found := re.search(rb"http://\S+", line):
                    page.goto(found[0].decode())
                    page.get_by_text("Is it so?").first.wait_for()
                    _take(page, "review")
                    break
            served.terminate()


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(500)
    page.screenshot(path=HERE / "pictures" / f"{name}.png")


if __name__ == "__main__":
    main()
