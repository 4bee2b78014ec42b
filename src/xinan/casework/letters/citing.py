"""How a letter cites its law."""

from collections.abc import Iterable

from xinan.rules.model import Basis


def cited(bases: Iterable[Basis]) -> str:
    """The documents with their articles; what is no law is left out.

    >>> from xinan.rules.laws import regulation
    >>> cited([regulation("39, 42")])
    '《保障农民工工资支付条例》第39、42条'
    """
    return "、".join(
        f"《{basis.document.zh.split('（')[0].strip('《》')}》" + _articles(basis.articles)
        for basis in bases
        if basis.is_law
    )


def _articles(articles: str) -> str:
    return f"第{articles.replace(', ', '、')}条" if articles else ""
