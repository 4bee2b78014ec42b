"""The codes of the interface's answers, and the words its clients know them by."""

from enum import IntEnum

from xinan.kernel.text import Text


class Code(IntEnum):
    """The codes of the interface."""

    OK = 0
    PARAMETER = -1
    SIGNATURE = -2
    NO_RIGHT = -3
    ADDRESS = -4
    TOO_OFTEN = -5


WORDS: dict[Code, Text] = {
    Code.OK: Text("成功", "OK"),
    Code.PARAMETER: Text("请求参数错误", "Parameter error"),
    Code.SIGNATURE: Text("签名校验错误", "Wrong signature"),
    Code.NO_RIGHT: Text("无API访问权限", "No right to this interface"),
    Code.ADDRESS: Text("IP校验错误", "Address refused"),
    Code.TOO_OFTEN: Text("访问超过限制", "Too many requests"),
}
