"""What stands around a page: navigation, tabs, the person, the contact. The faces fill it, the layouts draw it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """One link of the navigation; `count_key` names its number in the answer of the shell's `counts_url`."""

    url: str
    label: str
    icon: str
    is_current: bool = False
    count_key: str | None = None
    is_hot: bool = False
    is_primary: bool = False


@dataclass(frozen=True, kw_only=True)
class NavGroup:
    """Links that belong together, with a heading unless it is the first group."""

    items: list[NavItem]
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """The person whom a customer can call."""

    name: str
    label: str = ""
    phone: str = ""
    email: str = ""
    initials: str = ""


@dataclass(frozen=True, kw_only=True)
class Banner:
    """A strip above everything that says in what state one is, with a button (POST) that ends it."""

    text: str
    button: str
    url: str


@dataclass(frozen=True, kw_only=True)
class SeatChoice:
    """A company or customer to change to; `fields` is what the form sends to the shell's `seat_url`."""

    name: str
    detail: str = ""
    is_current: bool = False
    fields: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Shell:
    """Everything a layout shows besides the page itself. Tabs: up to five, `MENU` as address opens the navigation."""

    name: str
    home: str = "/"
    tagline: str = ""
    logo_url: str = ""
    nav_groups: list[NavGroup] = field(default_factory=list)
    tabs: list[NavItem] = field(default_factory=list)
    person_name: str = ""
    person_detail: str = ""
    initials: str = ""
    account_url: str = ""
    logout_url: str = ""
    contact: Contact | None = None
    search_url: str = ""
    search_label: str = ""
    notices_url: str = ""
    counts_url: str = ""
    banner: Banner | None = None
    seats: list[SeatChoice] = field(default_factory=list)
    seat_url: str = ""
    other_side_url: str = ""
    other_side_label: str = ""


MENU = "#menu"
