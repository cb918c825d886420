//! Who may do what (PRODUCT.md, "Rights").

/// A user's role in an org.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Sees.
    Viewer,
    /// Works.
    Member,
    /// Runs the org.
    Admin,
    /// Answers for it.
    Owner,
}

impl Role {
    /// Every role, weakest first.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Member, Self::Admin, Self::Owner];

    /// Its stored and visible name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Viewer => "VIEWER",
            Self::Member => "MEMBER",
            Self::Admin => "ADMIN",
            Self::Owner => "OWNER",
        }
    }

    /// The role of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether the role includes `permission`.
    pub fn may(self, permission: Permission) -> bool {
        self >= permission.least()
    }
}

/// A user's role on one event, beside the role in its org. It only ever adds rights, on that event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventRole {
    /// Sees, and sends where the event lets viewers.
    Viewer,
    /// Runs the guest list: invitees, start and pause, and sends.
    Editor,
    /// Does everything on the event.
    Admin,
}

impl EventRole {
    /// Every role, weakest first.
    pub const ALL: [Self; 3] = [Self::Viewer, Self::Editor, Self::Admin];

    /// Its stored and visible name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Viewer => "VIEWER",
            Self::Editor => "EDITOR",
            Self::Admin => "ADMIN",
        }
    }

    /// The role of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether the role includes `permission` on its event.
    pub const fn may(self, permission: Permission, viewers_can_message: bool) -> bool {
        match permission {
            Permission::See => true,
            Permission::Message => match self {
                Self::Viewer => viewers_can_message,
                Self::Editor | Self::Admin => true,
            },
            Permission::Invite => match self {
                Self::Viewer => false,
                Self::Editor | Self::Admin => true,
            },
            Permission::Work | Permission::Tidy | Permission::Administer => match self {
                Self::Viewer | Self::Editor => false,
                Self::Admin => true,
            },
            Permission::Own => false,
        }
    }
}

/// What a caller has to show for a request: the role in the org, and beside it what counts on the event
/// that the request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rights {
    /// The role in the org.
    pub org: Role,
    /// The role on the event; none where there is none, or no event.
    pub event: Option<EventRole>,
    /// Whether the event lets its viewers send.
    pub viewers_can_message: bool,
}

impl Rights {
    /// Those of a role in the org alone.
    pub const fn of(org: Role) -> Self {
        Self { org, event: None, viewers_can_message: false }
    }

    /// Whether they include `permission`: by either role.
    pub fn may(self, permission: Permission) -> bool {
        let on_the_event = |role: EventRole| role.may(permission, self.viewers_can_message);
        self.org.may(permission) || self.event.is_some_and(on_the_event)
    }

    /// Whether it depends on the event's own setting: only then need it be read.
    pub fn depend_on_the_event(self, permission: Permission) -> bool {
        let may = |viewers_can_message| Self { viewers_can_message, ..self }.may(permission);
        may(true) != may(false)
    }
}

/// Something that a role may allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See contacts, events, invitees, messages and statistics.
    See,
    /// Send to the guests of an event.
    Message,
    /// Add and order invitees and answer for them; start and pause.
    Invite,
    /// Create and change contacts, events and texts.
    Work,
    /// Delete contacts and templates; archive events.
    Tidy,
    /// Members, providers, keys and quotas.
    Administer,
    /// Delete the org, transfer ownership, force over capacity.
    Own,
}

impl Permission {
    /// Every permission.
    pub const ALL: [Self; 7] = [
        Self::See,
        Self::Message,
        Self::Invite,
        Self::Work,
        Self::Tidy,
        Self::Administer,
        Self::Own,
    ];

    /// The weakest role that has it.
    pub const fn least(self) -> Role {
        match self {
            Self::See => Role::Viewer,
            Self::Message | Self::Invite | Self::Work => Role::Member,
            Self::Tidy | Self::Administer => Role::Admin,
            Self::Own => Role::Owner,
        }
    }

    /// Its name in `x-permission`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::Message => "message",
            Self::Invite => "invite",
            Self::Work => "work",
            Self::Tidy => "tidy",
            Self::Administer => "administer",
            Self::Own => "own",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRODUCT: &str = include_str!("../../../docs/PRODUCT.md");

    /// The table's rows in order, by what they speak of.
    const ROWS: [&[Permission]; 5] = [
        &[Permission::See],
        &[Permission::Work, Permission::Invite, Permission::Message],
        &[Permission::Tidy],
        &[Permission::Administer],
        &[Permission::Own],
    ];

    /// The table of "Rights": for each row whether owner, admin, member and viewer may.
    fn table() -> Vec<Vec<bool>> {
        let (_, section) = PRODUCT.split_once("## Rights").unwrap();
        let (section, _) = section.split_once("\n## ").unwrap();
        let rows = section.lines().filter(|line| line.starts_with('|')).skip(2);
        rows.map(|row| {
            let cells = row.trim_matches('|').split('|').skip(1);
            cells.map(|cell| cell.trim() == "yes").collect()
        })
        .collect()
    }

    #[test]
    fn c3_every_cell_of_the_products_table_is_what_a_role_may() {
        let table = table();
        assert_eq!(table.len(), ROWS.len());
        for (row, permissions) in table.iter().zip(ROWS) {
            for permission in permissions {
                let roles = [Role::Owner, Role::Admin, Role::Member, Role::Viewer];
                let may: Vec<bool> =
                    roles.iter().map(|role| Rights::of(*role).may(*permission)).collect();
                assert_eq!(&may, row, "{permission:?}");
            }
        }
    }

    /// What an event role adds, in the order of [`Permission::ALL`].
    fn added(role: EventRole, viewers_can_message: bool) -> [bool; 7] {
        match (role, viewers_can_message) {
            (EventRole::Viewer, false) => [true, false, false, false, false, false, false],
            (EventRole::Viewer, true) => [true, true, false, false, false, false, false],
            (EventRole::Editor, _) => [true, true, true, false, false, false, false],
            (EventRole::Admin, _) => [true, true, true, true, true, true, false],
        }
    }

    #[test]
    fn c3_an_event_role_adds_what_the_product_says_and_takes_nothing() {
        for org in Role::ALL {
            for (event, viewers_can_message) in
                EventRole::ALL.into_iter().flat_map(|role| [(role, false), (role, true)])
            {
                let rights = Rights { org, event: Some(event), viewers_can_message };
                for (permission, added) in
                    Permission::ALL.into_iter().zip(added(event, viewers_can_message))
                {
                    let expected = org.may(permission) || added;
                    assert_eq!(rights.may(permission), expected, "{rights:?} {permission:?}");
                }
            }
        }
    }

    #[test]
    fn the_event_is_asked_only_whether_its_viewers_may_send() {
        for org in Role::ALL {
            for event in
                [None, Some(EventRole::Viewer), Some(EventRole::Editor), Some(EventRole::Admin)]
            {
                let rights = Rights { org, event, viewers_can_message: false };
                for permission in Permission::ALL {
                    let asked = (org, event, permission)
                        == (Role::Viewer, Some(EventRole::Viewer), Permission::Message);
                    assert_eq!(rights.depend_on_the_event(permission), asked, "{rights:?}");
                }
            }
        }
    }

    #[test]
    fn rights_grow_with_the_role() {
        for permission in Permission::ALL {
            let allowed: Vec<bool> = Role::ALL.iter().map(|role| role.may(permission)).collect();
            assert!(allowed.is_sorted(), "{permission:?} is lost by a stronger role");
        }
        assert!(!Role::Admin.may(Permission::Own));
        assert!(!Role::Viewer.may(Permission::Message));
    }
}
