"""Puts servers behind the RDS of the emulator: the one thing that the launcher calls."""

import os

from . import instances
from .cloud import Cloud, Refused
from .descriptions import Descriptions
from .keeper import Keeper
from .master_secrets import MasterSecrets
from .parameters import Parameters
from .restores import Restores
from .snapshots import Snapshots


def install(data, save, changed):
    """Gives the keeper of the servers below the emulator's data folder; None where there are to be records only.

    `save` writes the emulator's state and waits for it, `changed` has that done soon.
    """
    from ministack.services import rds, secretsmanager

    real = os.environ.get("BACKLOT_SANDBOX_DATABASES") != "records"
    keeper = Keeper(os.path.join(data, "databases"), lambda: _certificates(rds)) if real else None
    cloud = Cloud(rds, keeper, save, changed)
    secrets = MasterSecrets(rds, secretsmanager)
    _patch(cloud, secrets)
    if keeper:
        keeper.sweep()
        keeper.watch()
    return keeper


def _patch(cloud, secrets):
    rds, keeper = cloud.rds, cloud.keeper
    made, taken = instances.Instances(cloud, secrets), Snapshots(cloud)
    parameters = cloud.parameters = Parameters(cloud)
    restored, told = Restores(cloud, taken, secrets), Descriptions(cloud, secrets)
    restore = rds._restore_from_snapshot

    _replace(rds, "_create_db_instance", made.create)
    _replace(rds, "_modify_db_instance", made.modify)
    _replace(rds, "_delete_db_instance", lambda p, plain: taken.deleting(made.delete, p, plain))
    _replace(rds, "_start_db_instance", made.start)
    _replace(rds, "_stop_db_instance", made.stop)
    _replace(rds, "_create_read_replica", made.replicate)
    _replace(rds, "_create_db_snapshot", taken.create)
    _replace(rds, "_delete_db_snapshot", taken.delete)
    _replace(rds, "_restore_from_snapshot", restored.from_snapshot)
    _replace(rds, "_describe_db_instances", told.instances)
    _replace(rds, "_modify_param_group", parameters.change)
    _replace(rds, "_reset_param_group", parameters.change)
    _add(rds, "PromoteReadReplica", made.promote)
    _add(rds, "CopyDBSnapshot", taken.copy)
    _add(rds, "RestoreDBInstanceToPointInTime", lambda p: restored.to_time(p, restore))
    _add(rds, "DescribeDBInstanceAutomatedBackups", told.automated_backups)

    # Steps of the emulator's own actions.
    _wrap(rds, "_finish_instance_reboot", made.finish_reboot)
    _wrap(rds, "_create_snapshot_internal", taken.record)
    _wrap(rds, "_instance_xml", told.instance)
    rotate, start = rds._rotate_instance_password, rds._start_rds_container_for_instance
    rds._rotate_instance_password = lambda instance, *rest: cloud.is_real(instance) or rotate(instance, *rest)
    rds._start_rds_container_for_instance = lambda name, instance: cloud.is_real(instance) or start(name, instance)

    load, reset = rds.load_persisted_state, rds.reset

    def load_and_boot(state):
        load(state)
        if keeper:
            taken.boot()
        instances.boot(cloud, secrets)

    def reset_all():
        reset()
        if keeper:
            keeper.remove_all()

    rds.load_persisted_state, rds.reset = load_and_boot, reset_all


def _replace(rds, name, action):
    """Another action in place of the emulator's, which it is given as its last argument."""
    plain = getattr(rds, name)

    def answer(p):
        try:
            return action(p, plain)
        except Refused as refused:
            return rds._error(refused.code, rds._esc(str(refused)), refused.status)

    setattr(rds, name, answer)
    for key, handler in rds._ACTION_MAP.items():
        if handler is plain:
            rds._ACTION_MAP[key] = answer


def _add(rds, key, action):
    """An action that the emulator lacks."""

    def answer(p):
        try:
            return action(p)
        except Refused as refused:
            return rds._error(refused.code, rds._esc(str(refused)), refused.status)

    rds._ACTION_MAP[key] = answer


def _wrap(module, name, step):
    plain = getattr(module, name)
    setattr(module, name, lambda *arguments: step(*arguments, plain))


def _certificates(rds):
    authority, _ = rds._ensure_pg_ca()
    certificate, key = rds._pg_server_material(["localhost"], ["127.0.0.1"])
    return authority, certificate, key
