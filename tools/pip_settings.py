"""Prints as shell exports what uv and npm should know of pip's settings: mirrors, folders of wheels, certificates.

uv reads none of pip's files. Whoever set an index or certificates for pip meant them for every Python package.
Settings made for uv or npm themselves come first. Run by tools/setup.sh with nothing installed but pip.
"""

import ast
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping

# What counts over what, last over first.
SECTIONS = ("global", "install", ":env:")
# pip's setting, and the variables that say the same elsewhere.
MEANINGS = {
    "index-url": ("UV_DEFAULT_INDEX",),
    "extra-index-url": ("UV_INDEX",),
    "find-links": ("UV_FIND_LINKS",),
    "cert": ("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"),
    "default-timeout": ("UV_HTTP_TIMEOUT",),
    "timeout": ("UV_HTTP_TIMEOUT",),
}


def pip_settings() -> dict[str, str]:
    """pip's own view of its files and variables; a variable counts over a file, as with pip."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(command, check=False, capture_output=True, text=True).stdout
    found: dict[str, dict[str, str]] = {section: {} for section in SECTIONS}
    for line in listed.splitlines():
        key, separator, value = line.partition("=")
        section, _, name = key.rpartition(".")
        if separator and section in found:
            found[section][name] = str(ast.literal_eval(value))
    return {name: value for section in SECTIONS for name, value in found[section].items()}


def exports(settings: Mapping[str, str], *, environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The variables to set, those already set left alone."""
    wanted = {"UV_SYSTEM_CERTS": "true", "NODE_USE_SYSTEM_CA": "1", "UV_HTTP_TIMEOUT": "120"}
    for name, variables in MEANINGS.items():
        if name in settings:
            # uv parts folders of wheels by commas, indexes by spaces; pip both by white space.
            glue = "," if name == "find-links" else " "
            wanted.update(dict.fromkeys(variables, glue.join(settings[name].split())))
    if "UV_INDEX" in wanted:
        # pip takes the best version of all indexes; uv would stop at the first that knows the name.
        wanted["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return ((name, value) for name, value in wanted.items() if name not in environment)


if __name__ == "__main__":
    for name, value in exports(pip_settings(), environment=os.environ):
        print(f"export {name}={shlex.quote(value)}")
