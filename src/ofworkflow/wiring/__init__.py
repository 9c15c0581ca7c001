"""The switchboard: the only module that knows every concrete choice — which file, which base, which clock,
which letters.

Everything is made when it is first asked for: a command pays only for what it uses.
"""

from __future__ import annotations

from ofworkflow.wiring.app import App as App
from ofworkflow.wiring.house import MAPPINGS as MAPPINGS
from ofworkflow.wiring.house import SettledHouse as SettledHouse
from ofworkflow.wiring.house import defaults_folder as defaults_folder
from ofworkflow.wiring.house import house_rules as house_rules
from ofworkflow.wiring.house import make_press as make_press
from ofworkflow.wiring.house import session_user as session_user
from ofworkflow.wiring.house import what_is_protected as what_is_protected
