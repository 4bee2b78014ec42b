"""Brings a database to this version; an empty one in a fraction of the time.

Django renders a model's whole neighbourhood of relations anew after each operation of a migration, also after one that
adds an index or a trigger. With two hundred models that all lead to the user, an empty database takes a minute of it.
"""

from collections.abc import Hashable, Sequence
from typing import Any

from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState

# Options that a rendered model is given in place: nothing of it is made from them.
_IN_PLACE = frozenset({"constraints", "indexes", "triggers"})
Key = tuple[str, str]  # an app and the name of a migration, or of a model


def migrate(targets: Sequence[Key] = ()) -> None:
    """As the command `migrate`, without a word; of an empty database, as far as `targets` if any are named."""
    executor = MigrationExecutor(connection)
    if executor.loader.applied_migrations:
        call_command("migrate", interactive=False, verbosity=0)
        return
    wanted = list(targets) or executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(wanted)
    emit_pre_migrate_signal(0, False, connection.alias, plan=plan)
    state = executor.migrate(wanted, plan, state=FrugalState(real_apps=executor.loader.unmigrated_apps))
    state.__dict__.pop("apps", None)  # rendered whole, for whoever listens
    emit_post_migrate_signal(0, False, connection.alias, apps=state.apps, plan=plan)


class FrugalState(ProjectState):
    """The state of the models between migrations, which renders a model anew only where its fields have changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rendered: dict[Key, tuple[Hashable, dict[str, Any]]] = {}

    def reload_model(self, app_label: str, model_name: str, delay: bool = False) -> None:
        """Called by every operation that has changed the model's state."""
        if "apps" not in self.__dict__:
            return
        key = app_label, model_name
        state = self.models[key]
        shape, options = _shape_of(state), {name: state.options.get(name) for name in _IN_PLACE}
        before = self._rendered.get(key)
        if model_name not in self.apps.all_models[app_label]:
            # Nobody relates to a model before it is there.
            self.apps.render_multiple([state])
        elif before is not None and before[0] == shape:
            meta = self.apps.get_model(app_label, model_name)._meta
            for name, value in options.items():
                if value != before[1][name]:
                    setattr(meta, name, value)
        else:
            super().reload_model(app_label, model_name, delay)
        self._rendered[key] = shape, options


def _shape_of(state: ModelState) -> Hashable:
    """What a rendered model is made from, by identity: an operation puts new objects in place of what it changes."""
    others = {name: value for name, value in state.options.items() if name not in _IN_PLACE}
    return (
        tuple((name, id(field)) for name, field in state.fields.items()),
        tuple(map(str, state.bases)),
        tuple((name, id(manager)) for name, manager in state.managers),
        repr(sorted(others.items(), key=lambda item: item[0])),
    )
