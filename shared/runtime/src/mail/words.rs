//! What mails say, one table for each language.
use domain::rights::Role;

/// The words of a language. What stands in braces is filled in; `{link}` when the mail is sent.
#[derive(Debug)]
pub(super) struct Words {
    pub hello: &'static str,
    pub hello_nobody: &'static str,
    pub footer: &'static str,
    pub verify: Said,
    pub reset: Said,
    pub known: Said,
    pub team: Said,
    pub team_message: &'static str,
    pub password_changed: Said,
    pub entered: Said,
    pub looking: &'static str,
    pub acting: &'static str,
    pub address_changed: Said,
    pub address_asked: Said,
    roles: [&'static str; Role::ALL.len()],
}

/// What one kind of mail says.
#[derive(Debug)]
pub(super) struct Said {
    pub subject: &'static str,
    /// Its paragraphs.
    pub body: &'static [&'static str],
    /// Why its reader got it.
    pub why: &'static str,
}

impl Words {
    /// What a role is called in a sentence.
    pub(super) const fn role(&self, role: Role) -> &'static str {
        let [viewer, member, admin, owner] = self.roles;
        match role {
            Role::Viewer => viewer,
            Role::Member => member,
            Role::Admin => admin,
            Role::Owner => owner,
        }
    }
}

/// The words for a reader of `locale`, a BCP 47 tag. There are English ones so far, for everybody.
pub(super) fn words(locale: Option<&str>) -> &'static Words {
    let language = locale.and_then(|tag| tag.split('-').next()).unwrap_or("en");
    let known = LANGUAGES.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(language));
    known.map_or(&ENGLISH, |(_, words)| *words)
}

static LANGUAGES: [(&str, &Words); 1] = [("en", &ENGLISH)];

static ENGLISH: Words = Words {
    hello: "Hello {name},",
    hello_nobody: "Hello,",
    footer: "This mail comes from Convoke at {site}. {why}",
    verify: Said {
        subject: "Please confirm your e-mail address",
        body: &[
            "please confirm that this is your e-mail address:",
            "{link}",
            "The link works for 7 days.",
        ],
        why: "You get it because somebody gave this address there. If it was not you, do nothing: \
              without the link the address is not used.",
    },
    reset: Said {
        subject: "Set a new password",
        body: &[
            "with this link you set a new password:",
            "{link}",
            "It works once, within the next hour. All devices are logged out then.",
        ],
        why: "You get it because somebody asked for it there. If it was not you, do nothing: your \
              password stays as it is.",
    },
    known: Said {
        subject: "You have an account already",
        body: &[
            "somebody, probably you, wanted to make an account with this address. You have one \
             already, and nothing was changed.",
            "Log in at {site}. If you forgot your password, ask there for a new one.",
        ],
        why: "You get it because your account has this address.",
    },
    team: Said {
        subject: "{inviter} invites you to the team of {org}",
        body: &[
            "{inviter} invites you to join {org} as {role}.",
            "{message}",
            "Look at the invitation, and accept or decline it:",
            "{link}",
            "The link works for 7 days.",
        ],
        why: "You get it because {inviter} entered this address there. If you do not know why, do \
              nothing.",
    },
    team_message: "{inviter} writes: {message}",
    password_changed: Said {
        subject: "Your password was changed",
        body: &[
            "the password of your account was changed, and the devices that knew the former one were \
             logged out.",
            "If it was not you, ask for a new password at {site} at once.",
        ],
        why: "You get it because your account has this address.",
    },
    entered: Said {
        subject: "An admin of the platform entered {org}",
        body: &[
            "an admin of the platform entered your organization {org}, until {until}. {mode}",
            "The reason given: {reason}",
            "Whatever the admin changes stands in the organization's audit log.",
        ],
        why: "You get it because you are an owner of {org}.",
    },
    looking: "The admin can see everything and change nothing.",
    acting: "The admin can see and change what one of your own admins can.",
    address_changed: Said {
        subject: "The e-mail address of your account was changed",
        body: &[
            "your account has another e-mail address from now on; this one no longer logs in.",
            "If it was not you, please write to whoever runs {site} at once.",
        ],
        why: "You get it because your account had this address until now.",
    },
    address_asked: Said {
        subject: "Somebody wants to change the e-mail address of your account",
        body: &[
            "somebody who knows your password asked to give your account another e-mail address. \
             Nothing changes before the new address is confirmed.",
            "If it was not you, set a new password at {site} at once: that ends the attempt, too.",
        ],
        why: "You get it because your account has this address.",
    },
    roles: ["a viewer", "a member", "an admin", "an owner"],
};
