// SPDX-License-Identifier: MIT
//! Commands that users type: the service `prism.commands/1`.

use super::values::{choices_to_c, milliseconds, value_to_c, Choice, ValueKind};
use crate::convert::{flag, str_of, str_to_c, strs_of, strs_to_c, List};
use crate::error::Result;
use crate::ffi;
use crate::guard::Secrecy;
use crate::instance::Instance;
use crate::messages::Conversation;
use std::cell::RefCell;
use std::collections::HashMap;
use std::os::raw::c_void;
use std::rc::Rc;
use std::time::Duration;

record! {
    /// One argument of a command.
    #[derive(Clone, Debug, Default)]
    pub struct Argument<'a> {
        /// Identifies the argument: a-z, 0-9, `-` and `_`.
        pub name: &'a str,
        /// The kind of the value: any but `Choices` and `Note`.
        pub kind: ValueKind,
        /// It may be left out.
        pub optional: bool,
        /// The text that users see in its place; empty: the name in capital letters.
        pub label: &'a str,
        /// A phrase or a sentence for the user.
        pub description: &'a str,
        /// The value if it is left out.
        pub initial: &'a str,
        /// Given: it is there only if the next word begins with one of these characters.
        pub first_characters: &'a str,
        /// For `Choice`.
        pub choices: Vec<Choice<'a>>,
        /// For `Integer`: the lowest and the highest value.
        pub range: Option<(i64, i64)>,
    }
}

impl<'a> Argument<'a> {
    /// An argument that is required.
    #[must_use]
    pub fn new(name: &'a str, kind: ValueKind) -> Self {
        Argument::default().name(name).kind(kind)
    }

    fn to_c(&self, choices: &List<ffi::prism_choice>) -> ffi::prism_argument {
        let mut c = ffi::prism_argument::sized();
        value_to_c!(c, self, choices);
        c.flags = flag(self.optional, ffi::PRISM_ARGUMENT_FLAG_OPTIONAL);
        c.name = str_to_c(self.name);
        c.label = str_to_c(self.label);
        c.description = str_to_c(self.description);
        c.first_characters = str_to_c(self.first_characters);
        c
    }
}

record! {
    /// A command.
    #[derive(Clone, Debug, Default)]
    pub struct Command<'a> {
        /// 1 to 32 of a-z, 0-9, `-` and `_`, not `help` or `me`.
        pub name: &'a str,
        /// Its effect, in one line.
        pub title: &'a str,
        /// More about it, in one or more lines.
        pub description: &'a str,
        /// In the order in which users type them; at most 16.
        pub arguments: Vec<Argument<'a>>,
        /// Further names; at most 16.
        pub aliases: Vec<&'a str>,
        /// The conversations where it may be typed; none: everywhere.
        pub places: Vec<Conversation>,
        /// It works, but is not listed by `/help`.
        pub hidden: bool,
        /// Only for the users of `service.admin_jid`.
        pub admin: bool,
        /// For the answer; 0: the host's.
        pub timeout: Duration,
    }
}

impl<'a> Command<'a> {
    /// A command without arguments.
    #[must_use]
    pub fn new(name: &'a str, title: &'a str) -> Self {
        Command::default().name(name).title(title)
    }

    fn to_c(
        &self,
        aliases: &[ffi::prism_str],
        arguments: &List<ffi::prism_argument>,
    ) -> ffi::prism_command {
        let mut c = ffi::prism_command::sized();
        c.flags = flag(self.hidden, ffi::PRISM_COMMAND_FLAG_HIDDEN)
            | flag(self.admin, ffi::PRISM_COMMAND_FLAG_ADMIN);
        for place in &self.places {
            c.r#where |= ffi::PRISM_CONVERSATION_BIT(*place as u32);
        }
        c.timeout_ms = milliseconds(self.timeout);
        c.name = str_to_c(self.name);
        c.aliases = aliases.as_ptr();
        c.aliases_count = aliases.len() as u64;
        c.title = str_to_c(self.title);
        c.description = str_to_c(self.description);
        c.arguments = arguments.data();
        c.arguments_count = arguments.size();
        c
    }
}

/// One use of a command. Values are wiped when the handler returns: do not keep copies of secrets.
#[non_exhaustive]
pub struct Invocation<'a> {
    /// The kind of the conversation.
    pub kind: Conversation,
    /// The user.
    pub user: &'a str,
    /// The contact or the room; empty in a chat with the host's contact.
    pub buddy: &'a str,
    /// The participant, in private.
    pub nickname: &'a str,
    /// The command's name, also if an alias was typed.
    pub name: &'a str,
    /// One for each argument; empty: left out.
    pub values: Vec<&'a str>,
    /// The text that was typed after the name; empty if the values come from a form.
    pub text: &'a str,
}

impl<'a> Invocation<'a> {
    /// Returns the value of an argument; empty if it was left out.
    #[must_use]
    pub fn value(&self, index: usize) -> &'a str {
        self.values.get(index).copied().unwrap_or_default()
    }

    /// Returns the value of an argument of the kind `Integer`; nothing if it was left out.
    #[must_use]
    pub fn integer(&self, index: usize) -> Option<i64> {
        self.value(index).parse().ok()
    }

    /// Returns the value of an argument of the kind `Boolean`; nothing if it was left out.
    #[must_use]
    pub fn boolean(&self, index: usize) -> Option<bool> {
        match self.value(index) {
            "" => None,
            value => Some(value == "1"),
        }
    }
}

responder! {
    /// Answers an invocation, in the handler or later.
    pub struct CommandResponder: prism_commands, prism_command_answer, PRISM_COMMAND_FAILED;
}

impl CommandResponder {
    /// The command is done. `text` is for the user; if it is empty, the user is sent nothing.
    /// [`Error::Ended`](crate::Error::Ended) if the invocation has ended, with the session or at its time limit.
    pub fn done(self, text: &str) -> Result {
        self.answer(ffi::PRISM_COMMAND_DONE, text)
    }

    /// The command has failed; `text` says why. If it is empty, the host says that it has failed.
    pub fn failed(self, text: &str) -> Result {
        self.answer(ffi::PRISM_COMMAND_FAILED, text)
    }

    fn answer(self, outcome: u32, text: &str) -> Result {
        let mut c = ffi::prism_command_answer::sized();
        c.outcome = outcome;
        c.text = str_to_c(text);
        self.give(&mut c)
    }
}

type Handler<P> = dyn FnMut(&mut P, &Invocation<'_>, CommandResponder);

/// The commands of a plugin with their handlers.
pub struct CommandSet<'a, P> {
    commands: Vec<(Command<'a>, Box<Handler<P>>)>,
    flags: u32,
}

impl<P> Default for CommandSet<'_, P> {
    fn default() -> Self {
        CommandSet {
            commands: Vec::new(),
            flags: 0,
        }
    }
}

impl<P> std::fmt::Debug for CommandSet<'_, P> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let commands = self.commands.iter().map(|(command, _)| command);
        formatter.debug_list().entries(commands).finish()
    }
}

impl<'a, P> CommandSet<'a, P> {
    /// Adds a command. `run` is called for each use of it with the plugin.
    #[must_use]
    pub fn with(
        mut self,
        command: Command<'a>,
        run: impl FnMut(&mut P, &Invocation<'_>, CommandResponder) + 'static,
    ) -> Self {
        self.commands.push((command, Box::new(run)));
        self
    }

    /// A `.` does what a `/` does, if the name of a command follows.
    #[must_use]
    pub fn dots(mut self) -> Self {
        self.flags |= ffi::PRISM_COMMAND_SET_DOTS;
        self
    }

    /// A text with a slash is a message if no name of a command follows.
    #[must_use]
    pub fn pass_unknown(mut self) -> Self {
        self.flags |= ffi::PRISM_COMMAND_SET_PASS_UNKNOWN;
        self
    }
}

/// The part of the commands that the host knows by its address. The instance keeps it, until another set takes its
/// place.
struct Handlers<P> {
    instance: *const Instance<P>,
    table: *const ffi::prism_commands,
    by_name: HashMap<String, RefCell<Box<Handler<P>>>>,
}

service! {
    /// Defines commands that users type, such as `/nick NAME`.
    ///
    /// ```
    /// # use prism_plugin::*;
    /// # struct Parrot { commands: Commands<Parrot> }
    /// # impl Parrot {
    /// fn define(&self) -> Result {
    ///     let name = Argument::new("name", ValueKind::Text);
    ///     let nick = Command::new("nick", "changes your nickname").arguments(vec![name]);
    ///     let set = CommandSet::default().with(nick, |parrot: &mut Parrot, invocation, responder| {
    ///         parrot.rename(invocation.user, invocation.value(0));
    ///         responder.done("").ok();
    ///     });
    ///     self.commands.define(set)
    /// }
    /// # fn rename(&mut self, _: &str, _: &str) {}
    /// # }
    /// ```
    pub struct Commands: prism_commands = PRISM_COMMANDS;
}

impl<P: 'static> Commands<P> {
    /// Replaces all commands of the plugin, at any time, also within a handler. They stay until the next call: an empty
    /// set removes them. After an error, the old ones stay.
    /// [`Error::Argument`](crate::Error::Argument) if anything in a definition is not valid: the log names it.
    pub fn define(&self, set: CommandSet<'_, P>) -> Result {
        let (commands, run): (Vec<_>, Vec<_>) = set.commands.into_iter().unzip();
        let names = commands.iter().map(|command| command.name.to_owned());
        let handlers = Rc::new(Handlers {
            instance: Rc::as_ptr(&self.host.instance),
            table: self.table,
            by_name: names.zip(run.into_iter().map(RefCell::new)).collect(),
        });
        let aliases: Vec<_> = commands
            .iter()
            .map(|command| strs_to_c(&command.aliases))
            .collect();
        let choices: Vec<Vec<_>> = commands
            .iter()
            .map(|command| {
                let arguments = command.arguments.iter();
                arguments.map(|one| choices_to_c(&one.choices)).collect()
            })
            .collect();
        let arguments: Vec<_> = commands
            .iter()
            .zip(&choices)
            .map(|(command, choices)| {
                let pairs = command.arguments.iter().zip(choices);
                List::new(pairs.map(|(argument, choices)| argument.to_c(choices)))
            })
            .collect();
        let parts = aliases.iter().zip(&arguments);
        let list = List::new(
            commands
                .iter()
                .zip(parts)
                .map(|(command, (aliases, arguments))| command.to_c(aliases, arguments)),
        );
        let mut c = ffi::prism_command_set::sized();
        c.flags = set.flags;
        c.commands = list.data();
        c.commands_count = list.size();
        c.run = Some(on_invocation::<P>);
        c.data = Rc::as_ptr(&handlers) as *mut c_void;
        service_call!(self, define, &c)?;
        // The old handlers end here, unless one of them runs.
        let old = self.host.instance.kept.replace(Some(handlers));
        drop(old);
        Ok(())
    }
}

unsafe extern "C" fn on_invocation<P: 'static>(
    data: *mut c_void,
    invocation: *const ffi::prism_invocation,
) {
    // SAFETY: the host passes the pointer of define(), which the instance keeps as long as the host has this set. The
    // reference keeps it during the call. The instance exists until destroy().
    let (handlers, instance, c) = unsafe {
        let pointer = data as *const Handlers<P>;
        Rc::increment_strong_count(pointer);
        let handlers = Rc::from_raw(pointer);
        let instance = &*handlers.instance;
        (handlers, instance, &*invocation)
    };
    // SAFETY: the name is valid until this returns.
    let name = unsafe { str_of(c.name) };
    let place = format!("/{name}");
    let responder = CommandResponder::new(instance.host, handlers.table, c.id, &place);
    instance.call(&place, Secrecy::Secret, |plugin| {
        // SAFETY: as above.
        let invocation = unsafe {
            Invocation {
                kind: Conversation::or_contact(c.kind),
                user: str_of(c.user),
                buddy: str_of(c.buddy),
                nickname: str_of(c.nickname),
                name,
                values: strs_of(c.values, c.values_count),
                text: str_of(c.text),
            }
        };
        if let Some(run) = handlers.by_name.get(name) {
            (run.borrow_mut())(plugin, &invocation, responder);
        }
    });
    crate::guard::guarded(instance.host, &place, Secrecy::Secret, move || {
        drop(handlers)
    });
}
