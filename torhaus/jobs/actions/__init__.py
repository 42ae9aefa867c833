"""All writes of jobs, visits and move wishes, under one roof: `from torhaus.jobs import actions`."""

from torhaus.jobs.actions.jobs import change_job, finish_job, follow_visits, open_job
from torhaus.jobs.actions.moves import ask_move, confirm_move, decline_move
from torhaus.jobs.actions.visits import (
    cancel_visit,
    change_visit,
    close_as_no_show,
    finish_visit,
    move_visit,
    plan_visit,
    set_on_the_way,
    start_visit,
)

__all__ = [
    "ask_move",
    "cancel_visit",
    "change_job",
    "change_visit",
    "close_as_no_show",
    "confirm_move",
    "decline_move",
    "finish_job",
    "finish_visit",
    "follow_visits",
    "move_visit",
    "open_job",
    "plan_visit",
    "set_on_the_way",
    "start_visit",
]
