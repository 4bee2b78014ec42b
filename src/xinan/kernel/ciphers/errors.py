"""What can go wrong with keys and sealed values. No text here ever holds a key or a value."""

from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text

KEYS_VARIABLE = "XINAN_KEYS"

_HOW_TO_SET = Text(
    f"运行 xinan keys new 生成密钥，并写入环境变量 {KEYS_VARIABLE}；密钥须另行备份，丢失后数据无法恢复。",
    f"Run `xinan keys new` and put the key into the environment variable {KEYS_VARIABLE}; keep a copy elsewhere, "
    "for without it the data cannot be read again.",
)


class MissingKey(XinanError):
    """No key is set."""

    def __init__(self) -> None:
        what = Text(f"未设置数据加密密钥（{KEYS_VARIABLE}）。", f"No key for personal data is set ({KEYS_VARIABLE}).")
        super().__init__("key-missing", what, _HOW_TO_SET)


class InvalidKeyring(XinanError):
    """The keys are set but not readable."""

    def __init__(self, what: Text) -> None:
        remedy = Text(
            f"{KEYS_VARIABLE} 应为“编号:密钥”，多个以逗号分隔，当前密钥在前；用 xinan keys new 生成。",
            f"{KEYS_VARIABLE} holds `id:key` pairs separated by commas, the current one first; "
            "make them with `xinan keys new`.",
        )
        super().__init__("keyring-invalid", what, remedy)


class UnknownKey(XinanError):
    """A value was sealed under a key that is not set any more."""

    def __init__(self, key_id: str) -> None:
        what = Text(
            f"数据以密钥 {key_id} 加密，但该密钥未设置。", f"A value was sealed with key {key_id}, which is not set."
        )
        remedy = Text(
            f"将密钥 {key_id} 加回 {KEYS_VARIABLE}（放在当前密钥之后），直至旧数据全部换钥。",
            f"Put key {key_id} back into {KEYS_VARIABLE}, after the current one, until all old values are sealed anew.",
        )
        super().__init__("key-unknown", what, remedy)


class TamperedToken(XinanError):
    """A sealed value was changed, moved to another place, or never was one."""

    def __init__(self) -> None:
        what = Text("加密数据已被改动、错位或损坏。", "A sealed value was changed, moved or damaged.")
        remedy = Text(
            "从备份恢复该行，并检查是谁改动了数据库。", "Restore the row from a backup and find out who changed it."
        )
        super().__init__("token-tampered", what, remedy)
