"""Every method of the interface."""

from xinan.intake.national.method import Method
from xinan.intake.national.methods_asking import ASKING
from xinan.intake.national.methods_parties import PARTIES
from xinan.intake.national.methods_people import PEOPLE
from xinan.intake.national.methods_wages import WAGES

METHODS: dict[str, Method] = {method.name: method for method in (*PARTIES, *PEOPLE, *WAGES, *ASKING)}
