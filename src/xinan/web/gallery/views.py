"""`/components/`: every component in all its states."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xinan.rules.model import Level, Link
from xinan.web.access import signed_in
from xinan.web.components.looks import Condition
from xinan.web.gallery import samples, samples_of_risk


@signed_in
def components(request: HttpRequest) -> HttpResponse:
    """The page of components; it shows made-up figures only."""
    context = {
        "levels": list(reversed(Level)),
        "conditions": list(Condition),
        "links": list(Link),
        "states": samples.states(),
        "chain": samples.chain(),
        "quiet_chain": samples.quiet_chain(),
        "clocks": samples.clocks(),
        "evidence": samples.evidence(),
        "no_evidence": samples.no_evidence(),
        "heat": samples.heat(),
        "people": samples.people(),
        "basis": (samples.LAW, samples.PRACTICE),
        "measures": samples.measures(),
        "addressees": samples.ADDRESSEES,
        "problem": samples.problem(),
        "steps": samples.steps(),
        "facet": samples.facet(),
        "page": samples.page(),
        "tiles": samples.tiles(),
        "account": samples.account(),
        "risk": samples_of_risk.risk(),
        "unknown_risk": samples_of_risk.unknown(),
        "calm_risk": samples_of_risk.calm(),
        "outlook": samples_of_risk.outlook(),
        "calm_outlook": samples_of_risk.calm_outlook(),
    }
    return render(request, "gallery/index.html", context)
