"""The worked examples in the kernel's docstrings."""

import doctest
import importlib
import pkgutil

import pytest

import xinan.kernel

MODULES = sorted(found.name for found in pkgutil.walk_packages(xinan.kernel.__path__, "xinan.kernel."))


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name: str) -> None:
    result = doctest.testmod(
        importlib.import_module(name), optionflags=doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
    )
    assert result.failed == 0


def test_examples_are_found() -> None:
    assert "xinan.kernel.period" in MODULES
    assert "xinan.kernel.identifiers.citizen" in MODULES
