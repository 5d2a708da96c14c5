#!/usr/bin/env bash
# mcp 2.3.0: what a tool raises reaches the caller as "Error executing tool NAME" and nothing else, so that a message such as "line 3: no date"
# is lost; only the words of mcp.server.mcpserver.exceptions.ToolError are passed on. In 1.28.0 the words of every exception were.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for version in 1.28.0 2.3.0; do
  python3 -m venv "$work/$version"
  "$work/$version/bin/python" -m pip install -qq --disable-pip-version-check "mcp==$version"
done
cd "$work"
cat > old.py <<'PYTHON'
import anyio
from mcp.server.fastmcp import FastMCP
from mcp.shared.memory import create_connected_server_and_client_session as connected

server = FastMCP("example")


@server.tool()
def day(text: str) -> str:
    raise ValueError("line 3: no date")


async def main() -> None:
    async with connected(server._mcp_server) as client:
        found = await client.call_tool("day", {"text": "x"})
        print("1.28.0:", found.isError, found.content[0].text)
        assert "line 3: no date" in found.content[0].text, "changed"


anyio.run(main)
PYTHON
cat > new.py <<'PYTHON'
import anyio
from mcp.client import Client
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

server = MCPServer("example", log_level="CRITICAL")


@server.tool()
def day(text: str) -> str:
    raise (ToolError if text == "told" else ValueError)("line 3: no date")


async def main() -> None:
    async with Client(server) as client:
        for text, kept in (("x", False), ("told", True)):
            found = await client.call_tool("day", {"text": text})
            print("2.3.0:", found.is_error, found.content[0].text)
            assert ("line 3: no date" in found.content[0].text) == kept, "changed"


anyio.run(main)
PYTHON
1.28.0/bin/python old.py
2.3.0/bin/python new.py 2>/dev/null
