"""What keeping the directory refuses."""

from xinan.kernel.errors import InvalidValue, NotAllowed, NotFound, XinanError
from xinan.kernel.text import Text


def not_your_place() -> XinanError:
    """A place that another office keeps."""
    return NotAllowed(
        "directory-not-yours",
        Text("这个地区的名录由当地维护。", "The entries of this place are kept there."),
        Text("只登记本单位辖区内的机构。", "Enter bodies of your own places."),
    )


def no_such_body() -> XinanError:
    """None of that number."""
    return NotFound(
        "directory-not-found",
        Text("没有这个机构。", "There is no such body."),
        Text("请从名录进入。", "Open it from the directory."),
    )


def bad_field(name: Text, remedy: Text) -> InvalidValue:
    """A field that will not do."""
    return InvalidValue("directory-field", Text(f"“{name.zh}”不对。", f"“{name.en}” will not do."), remedy)
