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
}

/// Something that a role may allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// See contacts, events, invitees, messages and statistics.
    See,
    /// Create and change contacts, events and texts; add and order invitees; start, pause and send.
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
    pub const ALL: [Self; 5] = [Self::See, Self::Work, Self::Tidy, Self::Administer, Self::Own];

    /// The weakest role that has it.
    pub const fn least(self) -> Role {
        match self {
            Self::See => Role::Viewer,
            Self::Work => Role::Member,
            Self::Tidy | Self::Administer => Role::Admin,
            Self::Own => Role::Owner,
        }
    }

    /// Its name in `x-permission`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::See => "see",
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

    #[test]
    fn rights_grow_with_the_role() {
        for permission in Permission::ALL {
            let allowed: Vec<bool> = Role::ALL.iter().map(|role| role.may(permission)).collect();
            assert!(allowed.is_sorted(), "{permission:?} is lost by a stronger role");
        }
        assert!(!Role::Admin.may(Permission::Own));
        assert!(!Role::Viewer.may(Permission::Work));
    }
}
