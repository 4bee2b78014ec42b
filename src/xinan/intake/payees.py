"""Whom a row of wages is about: by identity number, by wage card, else by name within the project."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from xinan.intake.reading.rows import Row
from xinan.intake.taking import Taken, Taking, distinct, refuse_unknown_person
from xinan.kernel.text import Text
from xinan.workforce.models import AttendanceDay, Employment


class Payees:
    """The people of a project, as wage sheets name them. Names are compared in clear, and never kept or shown."""

    def __init__(self, rows: Sequence[Row], taking: Taking) -> None:
        self._taking = taking
        self._by_identity = taking.persons.find(distinct(rows, "identity"))
        self._by_card = taking.persons.find_by_card(distinct(rows, "wage_card"))
        employments = Employment.objects.filter(project_id=taking.project_id)
        self._places = [
            (worker_id, employer_id, team or "")
            for worker_id, employer_id, team in employments.values_list("worker_id", "employer_id", "team__name")
        ]
        present = AttendanceDay.objects.filter(project_id=taking.project_id).values_list("worker_id", flat=True)
        self.on_project = {worker_id for worker_id, _employer, _team in self._places} | set(present.distinct())

    @cached_property
    def _names(self) -> dict[str, str]:
        cards = {worker_id for ids in self._by_card.values() for worker_id in ids}
        return self._taking.persons.names(self.on_project | cards)

    @cached_property
    def _by_name(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for worker_id in self.on_project:
            if worker_id in self._names:
                found[self._names[worker_id]].add(worker_id)
        return found

    def find(self, row: Row, taken: Taken) -> str:
        """The worker id of the row's person; empty where it is refused."""
        if row.values["identity"] is not None:
            worker_id = self._by_identity.get(row.values["identity"], "")
            if worker_id not in self.on_project:
                refuse_unknown_person(taken, row)
                return ""
            return worker_id
        carded = set(self._by_card.get(row.values["wage_card"], ())) & self.on_project
        return self._by_its_card(row, carded, taken) if carded else self._by_its_name(row, taken)

    def _by_its_card(self, row: Row, carded: set[str], taken: Taken) -> str:
        name = row.values["person_name"]
        named = {worker_id for worker_id in carded if name is None or self._names.get(worker_id, name) == name}
        if len(named) == 1:
            return named.pop()
        if not named:
            taken.refuse(
                row,
                "工资卡号",
                code="card_of_another",
                what=Text("该工资卡登记在另一人名下。", "This wage card belongs to somebody else."),
                remedy=Text(
                    "请核对卡号和姓名；换卡的先在“03人员”中更新。", "Check card and name; new cards go into sheet 03."
                ),
            )
            return ""
        return self._refuse_ambiguous(row, taken)

    def _by_its_name(self, row: Row, taken: Taken) -> str:
        named = self._by_name.get(row.values["person_name"], set()) if row.values["person_name"] else set()
        for narrower in (self._of_employer(row), self._of_team(row)):
            if len(named) > 1:
                named = named & narrower
        if len(named) == 1:
            return next(iter(named))
        if named:
            return self._refuse_ambiguous(row, taken)
        if row.values["person_name"]:
            refuse_unknown_person(taken, row, "工人姓名")
        else:
            refuse_unknown_person(taken, row, "工资卡号")
        return ""

    def _of_employer(self, row: Row) -> set[str]:
        code = row.values.get("enterprise_code")
        return {worker_id for worker_id, employer, _team in self._places if employer == code}

    def _of_team(self, row: Row) -> set[str]:
        team = row.values.get("team_name")
        return {worker_id for worker_id, _employer, name in self._places if name == team}

    def _refuse_ambiguous(self, row: Row, taken: Taken) -> str:
        taken.refuse(
            row,
            "工人姓名",
            code="ambiguous_person",
            what=Text("本项目有同名的人，分不清是谁。", "Several people of this name are on the project."),
            remedy=Text(
                "请填写此人登记过的工资卡号，或在表尾加一列“证件号码”。",
                "Give the wage card on record, or add a column “证件号码” at the end.",
            ),
        )
        return ""
