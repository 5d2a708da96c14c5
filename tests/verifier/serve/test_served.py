"""`sayso serve` and `sayso mcp` as they are started, with the shipped models."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import httpx2 as httpx
import pytest
from mcp import StdioServerParameters
from mcp.client import Client

from tests.processes import started

SEED = Path(__file__).parents[3] / "seeds" / "lithuania-belarus"
REFERENCES = str(SEED / "references")
TOKEN = "a-token-of-tests"
TEXT = "The mayor of Vilnius said on Monday that the bridge was closed. About 4,000 migrants came from Iraq."

pytestmark = pytest.mark.slow


class Served(NamedTuple):
    at: str
    process: subprocess.Popen[str]
    environment: dict[str, str]


def sayso(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("sayso")), *arguments]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    environment = os.environ | {
        "SAYSO_CACHE_DIR": str(tmp_path_factory.mktemp("cache")),
        "SAYSO_TOKEN": TOKEN,
        "COLUMNS": "",
    }
    command = sayso("serve", "--corpus", REFERENCES, "--port", "0", "--waiting", "1")
    with started(command, env=environment, stderr=subprocess.PIPE) as process:
        assert process.stderr
        for line in process.stderr:
            if found := re.search(r"serving on (http://127\.0\.0\.1:\d+)/, with the token of SAYSO_TOKEN\n", line):
                break
        else:
            pytest.fail("it ended without serving")
        yield Served(found[1], process, environment)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) in (0, 130)
        assert "Traceback" not in process.stderr.read()


def post(served: Served, text: str, **params: str) -> httpx.Response:
    sent = {"text": text, "id": "article"}
    known = {"Authorization": f"Bearer {TOKEN}"}
    return httpx.post(f"{served.at}/check", params=params, json=sent, headers=known, timeout=120)


@pytest.mark.parametrize("name", ["json", "html", "text", "sarif"])
def test_the_bytes_are_those_of_the_command_line(served: Served, name: str, tmp_path: Path) -> None:
    lines = tmp_path / "article.jsonl"
    lines.write_text(json.dumps({"text": TEXT, "id": "article"}), encoding="utf-8")
    command = sayso("check", str(lines), "--corpus", REFERENCES, "--format", name)
    told = subprocess.run(command, env=served.environment, capture_output=True, text=True, check=True)
    # An article that was sent has no file, and no line in one.
    without_file = [re.sub(re.escape(str(lines)), "article", line) for line in told.stdout.splitlines()]
    assert post(served, TEXT, format=name).text.splitlines() == without_file


def test_known_articles_are_quick(served: Served) -> None:
    post(served, TEXT)
    begun = time.perf_counter()
    assert post(served, TEXT).status_code == 200
    assert time.perf_counter() - begun < 2


def test_who_comes_when_every_place_is_taken_is_told_to_come_again(served: Served) -> None:
    texts = [f"{TEXT} In {year} the port was opened by the president of the country." for year in range(1980, 1992)]
    with ThreadPoolExecutor(len(texts)) as several:
        answers = list(several.map(lambda text: post(served, text), texts))
    codes = {answer.status_code for answer in answers}
    assert codes == {200, 429}
    assert all(int(answer.headers["retry-after"]) > 0 for answer in answers if answer.status_code == 429)
    # And the server goes on.
    assert post(served, TEXT).status_code == 200


def test_a_place_that_is_taken(served: Served) -> None:
    port = served.at.rsplit(":", 1)[1]
    command = sayso("serve", "--corpus", REFERENCES, "--port", port)
    told = subprocess.run(command, env=served.environment, capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 2
    assert f"127.0.0.1:{port}: cannot listen there" in told.stderr and "Traceback" not in told.stderr


@pytest.mark.anyio
async def test_an_assistant_over_standard_input_and_output(served: Served) -> None:
    command, *arguments = sayso("mcp", "--corpus", REFERENCES)
    server = StdioServerParameters(command=command, args=arguments, env=served.environment)
    async with Client(server) as assistant:
        found = await assistant.call_tool("check_article", {"text": TEXT})
        (content,) = found.content
        assert content.type == "text"
        assert json.loads(content.text)["claims"]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
