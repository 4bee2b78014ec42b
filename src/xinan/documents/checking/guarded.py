"""Has a template tried by a process under limits, and says what is wrong with it in words."""

import json
import os
import subprocess
import sys
from typing import Any

from xinan.documents.checking.language import Vocabulary
from xinan.documents.fields import context_of, examples
from xinan.documents.kinds import LetterKind
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text

LARGEST_TEMPLATE = 2 * 1024 * 1024
SECONDS = 30  # by the clock, on a busy machine; the process's own limit of computing is lower
_CHILD = "xinan.documents.checking.child"
# The process gets no key, no address of a database and no proxy along with the file.
_ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONUTF8": "1"}


class UnusableTemplate(InvalidValue):
    """A Word file that cannot be a template of letters."""


def vocabulary_of(kind: LetterKind) -> Vocabulary:
    """What a template of a kind may name."""
    rows = {name: frozenset(field.column_names) for field in kind.fields if field.columns for name in field.names}
    return Vocabulary(frozenset(name for field in kind.fields for name in field.names), rows)


def check_template(kind: LetterKind, *, file_name: str, content: bytes) -> None:
    """Raises UnusableTemplate where the file cannot serve for letters of that kind."""
    if not file_name.lower().endswith(".docx"):
        raise refused("macro" if file_name.lower().endswith((".docm", ".dotm")) else "type")
    if len(content) > LARGEST_TEMPLATE:
        raise refused("large")
    vocabulary = vocabulary_of(kind)
    asked: dict[str, object] = {
        "names": sorted(vocabulary.names),
        "rows": {name: sorted(columns) for name, columns in vocabulary.rows.items()},
        "context": context_of(kind.fields, examples(kind.fields)),
        "must_say": [kind.field_named(name).names for name in kind.must_say],
    }
    answer = _asked(asked, content)
    if answer.get("refused"):
        raise refused(str(answer["refused"]), *(str(each) for each in answer.get("details", ())))


def _asked(asked: dict[str, object], content: bytes) -> dict[str, Any]:
    try:
        done = subprocess.run(  # noqa: S603 a module of ours; the file comes through the pipe
            (sys.executable, "-I", "-m", _CHILD),
            input=json.dumps(asked).encode() + b"\n" + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_ENVIRONMENT,
            cwd="/",
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"refused": "limits"}
    if done.returncode != 0:
        return {"refused": "limits"}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def refused(code: str, *details: str) -> UnusableTemplate:
    """The error for a code of checking.package or checking.language."""
    what, remedy = _WORDS[code]
    named = {"zh": "、".join(details), "en": ", ".join(details)}
    told = Text(what.zh.format(named["zh"]), what.en.format(named["en"]))
    return UnusableTemplate(f"template.{code}", told, remedy)


_LIMIT = LARGEST_TEMPLATE // 1024 // 1024
_SAVE_ANEW = Text(
    "请用 Word 或 WPS 打开，另存为“Word 文档（.docx）”后重新上传。",
    "Open it in Word or WPS, save as .docx, upload again.",
)
_WORDS: dict[str, tuple[Text, Text]] = {
    "type": (Text("不是 .docx 文件。", "It is not a .docx file."), _SAVE_ANEW),
    "kind": (
        Text("不是普通的 Word 文档（可能是模板 .dotx 改了后缀）。", "It is no plain Word document (perhaps a renamed .dotx)."),
        _SAVE_ANEW,
    ),
    "damaged": (Text("文件已损坏，无法打开。", "The file is damaged and cannot be opened."), _SAVE_ANEW),
    "password": (
        Text("文件有打开密码。", "The file is protected by a password."),
        Text("请取消密码，保存后重新上传。", "Remove the password, save, upload again."),
    ),
    "large": (
        Text(f"文件超过 {_LIMIT} MB。", f"The file is larger than {_LIMIT} MB."),
        Text("请压缩或删去大图片。", "Compress or remove large pictures."),
    ),
    "unpacked": (
        Text("文件展开后过大。", "The file unpacks to too much."),
        Text("请删去大图片和无关内容后重新上传。", "Remove large pictures and what is not needed."),
    ),
    "limits": (
        Text("检查用时或占用内存超过限制。", "Checking it took too long or too much memory."),
        Text("请从系统下载标准模板，在它上面修改。", "Download the standard template and edit that one."),
    ),
    "macro": (
        Text("文件含有宏或程序（{}）。", "The file holds macros or programs ({})."),
        Text("请另存为不含宏的 .docx 后重新上传。", "Save it as .docx without macros, upload again."),
    ),
    "embedded": (
        Text("文件里嵌入了别的文件或对象（{}）。", "Another file or object is embedded ({})."),
        Text("请删去嵌入的对象，或改成图片。", "Remove the embedded object, or make it a picture."),
    ),
    "external": (
        Text("文件引用了外部内容（{}）：超链接、外部图片或外部模板。", "It refers to something outside ({}): a link, picture or template."),
        Text(
            "请取消超链接；外部图片改为插入；在“开发工具－文档模板”中取消附加模板。",
            "Remove links, insert pictures, and detach the document's template.",
        ),
    ),
    "entity": (
        Text("文件中有不允许的定义（{}）。", "The file holds definitions that are not allowed ({})."), _SAVE_ANEW,
    ),
    "field": (
        Text("文件用了会自动变化或读取外部内容的域（{}）。", "It has a field that changes or reads elsewhere ({})."),
        Text("只能用页码域；日期请写 {{ 落款日期 }}。", "Only page numbers; for the date write {{ 落款日期 }}."),
    ),
    "unknown": (
        Text("有系统不认识的要素：{}。", "There are fields the product does not know: {}."),
        Text("请对照要素清单改正；写法与清单完全一致，不加空格。", "Correct them by the list of fields, spelt as there."),
    ),
    "forbidden": (
        Text("用了不允许的写法：{}。", "It says what a template may not: {}."),
        Text(
            "只能写 {{ 要素 }}、{% if 要素 %}…{% endif %}、{% for 行 in 表格要素 %}…{% endfor %}。",
            "Only {{ field }}, {% if field %}…{% endif %}, {% for row in rows %}…{% endfor %}.",
        ),
    ),
    "syntax": (
        Text("要素的写法不完整：{}", "A field is not written completely: {}"),
        Text("请检查花括号是否成对，if、for 是否有对应的 endif、endfor。", "Check that braces, if and for are closed."),
    ),
    "lacking": (
        Text("缺少必须有的要素：{}。", "Fields that a letter must have are missing: {}."),
        Text("请在模板中加上，例如 {{ 文号 }}。", "Put them in, such as {{ 文号 }}."),
    ),
    "marks": (
        Text("试生成后仍有花括号，说明有的要素没有写在正文里。", "Braces remain in the sample: some field is not in the text itself."),
        Text("请检查文本框、批注中的要素，移到正文、页眉或页脚。", "Move fields out of text boxes and comments."),
    ),
}  # fmt: skip
