"""The messages of a site as its system makes them from what it knows of its hands. All identities are invented."""

import base64
from collections.abc import Sequence
from datetime import date
from typing import Any

from tests.api.national.client import Body, SiteSystem
from tests.intake import site
from tests.intake.site import Hand

PHOTO = base64.b64encode(b"\xff\xd8\xff\xe0" + b"face" * 100).decode()
SCAN = base64.b64encode(b"%PDF-1.4 signed on paper").decode()


class Building:
    """Makes messages; remembers the numbers the platform gave its teams."""

    def __init__(self, system: SiteSystem) -> None:
        self.system = system
        self.teams: dict[str, int] = {}

    @property
    def project(self) -> str:
        return self.system.appid

    def firm(self, hand: Hand) -> Body:
        code, name = (site.LABOUR, site.LABOUR_NAME) if hand.team else (site.CONTRACTOR, site.CONTRACTOR_NAME)
        return {"corpCode": code, "corpName": name}

    def team_name(self, hand: Hand) -> str:
        return hand.team or "项目管理部"

    def unit(self, code: str, name: str, kind: str) -> Body:
        return {
            "projectCode": self.project,
            "corpCode": code,
            "corpName": name,
            "corpType": kind,
            "entryTime": "2026-09-01 08:00:00",
            "bankInfos": [
                {"bankCode": "103", "bankNumber": self.system.secretly("0725011230000456789"), "bankName": "农行"}
            ],
            "pmName": "钱经理",
            "pmIDCardType": "01",
            "pmIDCardNumber": self.system.secretly(site.identity(201)),
            "pmPhone": "13900000201",
        }

    def team(self, hand: Hand) -> Body:
        return {
            "projectCode": self.project,
            **self.firm(hand),
            "teamName": self.team_name(hand),
            "teamLeaderName": hand.name,
            "teamLeaderIDCardType": "01",
            "teamLeaderIDNumber": self.system.secretly(hand.identity),
            "entryTime": "2026-09-01 08:00:00",
        }

    def place(self, hand: Hand) -> Body:
        return {"projectCode": self.project, **self.firm(hand), "teamSysNo": self.teams[self.team_name(hand)]}

    def person(self, hand: Hand) -> Body:
        return {"idCardType": "01", "idCardNumber": self.system.secretly(hand.identity)}

    def worker(self, hand: Hand) -> Body:
        return {
            **self.person(hand),
            "workerName": hand.name,
            "isTeamLeader": 0,
            "workType": "900" if hand.role == "管理人员" else "020",
            "workRole": 10 if hand.role == "管理人员" else 20,
            "nation": "汉",
            "address": f"吉林省农安县合隆镇{hand.serial}号",
            "headImage": PHOTO,
            "politicsType": "13",
            "cellPhone": f"138{hand.serial:08d}",
            "cultureLevelType": "02",
            "grantOrg": "农安县公安局",
            "issueCardDate": "2026-09-01",
            "payRollBankCardNumber": self.system.secretly(hand.card),
            "payRollBankName": "农业银行",
            "payRollTopBankCode": "103",
            "hasBuyInsurance": 1,
        }

    def workers(self, hands: Sequence[Hand]) -> Body:
        first = hands[0]
        return self.place(first) | {
            "teamName": self.team_name(first),
            "workerList": [self.worker(hand) for hand in hands],
        }

    def passages(self, hands: Sequence[Hand], *, on: date, kind: int = 1) -> Body:
        lines = [self.person(hand) | {"date": f"{on}", "type": kind, "voucher": SCAN} for hand in hands]
        return self.place(hands[0]) | {"workerList": lines}

    def contracts(self, hands: Sequence[Hand], *, on: date) -> Body:
        return {
            "projectCode": self.project,
            "contractList": [
                {
                    **self.firm(hand),
                    **self.person(hand),
                    "contractCode": f"HT-{hand.serial:04d}",
                    "contractPeriodType": 1,
                    "startDate": f"{on}",
                    "endDate": "2027-10-31",
                    "unit": 81,
                    "unitPrice": 45.5,
                    "attachments": [{"name": "合同.pdf", "data": SCAN}],
                }
                for hand in hands
            ],
        }

    def punch(self, hand: Hand, moment: str, direction: str, **further: Any) -> Body:
        return self.person(hand) | {"date": moment, "direction": direction, "attendType": "001", **further}

    def punches(self, hand: Hand, lines: Sequence[Body]) -> Body:
        return {
            "projectCode": self.project,
            "teamSysNo": self.teams[self.team_name(hand)],
            "dataList": list(lines),
        }

    def days(self, hands: Sequence[Hand], days: Sequence[date]) -> list[Body]:
        """In at about seven, out at about half past five."""
        return [
            self.punch(hand, f"{day} {hour:02d}:{(hand.serial * 7 + day.day) % 50:02d}:{hand.serial % 60:02d}", way)
            for day in days
            for hand in hands
            for hour, way in ((6, "01"), (17, "02"))
        ]

    def wages(self, hand: Hand, *, month: str, days: int, paid_on: date, paid: bool = True) -> Body:
        return self.person(hand) | {
            "days": days,
            "workHours": days * 8,
            "payRollBankCardNumber": self.system.secretly(hand.card),
            "payRollBankCode": "103",
            "payRollBankName": "农业银行农安支行",
            "payBankCardNumber": self.system.secretly(site.ACCOUNT),
            "payBankCode": "313",
            "payBankName": "吉林银行长春南关支行",
            "totalPayAmount": float(days * hand.rate),
            "actualAmount": float(days * hand.rate) if paid else 0,
            "isBackPay": 0,
            "balanceDate": f"{paid_on}",
            "thirdPayRollCode": f"{month}-{hand.serial:04d}",
        }

    def payroll(self, hands: Sequence[Hand], lines: Sequence[Body], *, month: str) -> Body:
        return self.place(hands[0]) | {
            "payMonth": month,
            "attachments": [{"name": "工资表.pdf", "data": SCAN}],
            "detailList": list(lines),
        }

    def by_team(self, hands: Sequence[Hand]) -> list[list[Hand]]:
        """The hands of each team."""
        found: dict[str, list[Hand]] = {}
        for hand in hands:
            found.setdefault(self.team_name(hand), []).append(hand)
        return list(found.values())
