// SPDX-License-Identifier: MIT
//! Questions to a user: the service `prism.prompts/1`.

use super::values::{choices_to_c, milliseconds, value_to_c, Choice, ValueKind};
use crate::callback::{call, owner, Calls, Registration};
use crate::convert::{flag, str_to_c, strs_of, List};
use crate::error::Result;
use crate::ffi;
use crate::guard::Secrecy;
use crate::messages::Attachment;
use std::os::raw::c_void;
use std::time::Duration;

record! {
    /// One field of a question.
    #[derive(Clone, Debug, Default)]
    pub struct Field<'a> {
        /// The question to show.
        pub label: &'a str,
        /// The kind of the value.
        pub kind: ValueKind,
        /// For `Choice` and `Choices`.
        pub choices: Vec<Choice<'a>>,
        /// The value that `ok` stands for; empty: none.
        pub initial: &'a str,
        /// The field can be skipped. Its value is empty then.
        pub optional: bool,
        /// For `Integer`: the lowest and the highest value.
        pub range: Option<(i64, i64)>,
    }
}

impl<'a> Field<'a> {
    /// A field that is required.
    #[must_use]
    pub fn new(label: &'a str, kind: ValueKind) -> Self {
        Field::default().label(label).kind(kind)
    }

    pub(crate) fn to_c(&self, choices: &List<ffi::prism_choice>) -> ffi::prism_field {
        let required = !self.optional && self.kind != ValueKind::Note;
        let mut c = ffi::prism_field::sized();
        value_to_c!(c, self, choices);
        c.flags = flag(required, ffi::PRISM_FIELD_FLAG_REQUIRED);
        c.label = str_to_c(self.label);
        c
    }
}

record! {
    /// A question of one field or more.
    #[derive(Clone, Debug, Default)]
    pub struct Prompt<'a> {
        /// The user.
        pub user: &'a str,
        /// The subject in a few words.
        pub title: &'a str,
        /// An explanation.
        pub text: &'a str,
        /// 1 to 100 fields.
        pub fields: Vec<Field<'a>>,
        /// Pictures to show.
        pub attachments: Vec<Attachment<'a>>,
        /// For all fields; 0: 10 minutes.
        pub timeout: Duration,
    }
}

numbers! {
    /// The outcome of a question.
    pub enum PromptOutcome {
        /// The user has answered.
        Answered = PRISM_PROMPT_ANSWERED,
        /// The user has cancelled it.
        Cancelled = PRISM_PROMPT_CANCELLED,
        /// There was no answer in time.
        TimedOut = PRISM_PROMPT_TIMED_OUT,
        /// The session has ended.
        Ended = PRISM_PROMPT_ENDED,
    }
}

/// How a question has ended. The values are wiped when the callback returns: do not keep copies of secrets.
#[non_exhaustive]
pub struct Answer<'a> {
    /// The outcome.
    pub outcome: PromptOutcome,
    /// With `Answered`: one for each field; empty for notes and skipped fields.
    pub values: Vec<&'a str>,
}

owner! {
    /// A question that is open as long as this exists.
    pub struct OpenPrompt;
}

service! {
    /// Asks a user a question, in messages of a contact of the transport.
    ///
    /// ```
    /// # use prism_plugin::*;
    /// # struct Parrot { prompts: Prompts<Parrot>, open: Option<OpenPrompt> }
    /// # impl Parrot {
    /// fn ask_code(&mut self, user: &str) -> Result {
    ///     let field = Field::new("Code?", ValueKind::Secret);
    ///     let prompt = Prompt::default().user(user).title("Second factor").fields(vec![field]);
    ///     let open = self.prompts.ask(&prompt, |parrot: &mut Parrot, answer| {
    ///         if answer.outcome == PromptOutcome::Answered {
    ///             parrot.log_in(answer.values[0]);
    ///         }
    ///     })?;
    ///     self.open = Some(open);
    ///     Ok(())
    /// }
    /// # fn log_in(&mut self, _: &str) {}
    /// # }
    /// ```
    pub struct Prompts: prism_prompts = PRISM_PROMPTS;
}

type Ended<P> = dyn FnMut(&mut P, &Answer<'_>);

impl<P: 'static> Prompts<P> {
    /// Asks a question. `ended` is called once, unless the question is cancelled, and never before this returns.
    pub fn ask(
        &self,
        prompt: &Prompt<'_>,
        ended: impl FnOnce(&mut P, &Answer<'_>) + 'static,
    ) -> Result<OpenPrompt> {
        let table = self.table()?;
        let choices: Vec<_> = prompt
            .fields
            .iter()
            .map(|field| choices_to_c(&field.choices))
            .collect();
        let fields = List::new(
            prompt
                .fields
                .iter()
                .zip(&choices)
                .map(|(field, choices)| field.to_c(choices)),
        );
        let attachments = List::new(prompt.attachments.iter().map(Attachment::to_c));
        let mut c = ffi::prism_prompt::sized();
        c.timeout_ms = milliseconds(prompt.timeout);
        c.user = str_to_c(prompt.user);
        c.title = str_to_c(prompt.title);
        c.text = str_to_c(prompt.text);
        c.fields = fields.data();
        c.fields_count = fields.size();
        c.attachments = attachments.data();
        c.attachments_count = attachments.size();
        let host = self.host.raw();
        let run: Box<Ended<P>> = once!(ended, P, Answer);
        Registration::new(
            &self.host.instance,
            Calls::Once,
            table.cancel,
            run,
            |data, id| table_call!(table, host, ask, &c, Some(on_ended::<P>), data, id),
        )
        .map(OpenPrompt)
    }

    /// Sends the user a message of the prompt contact that needs no answer.
    pub fn tell(&self, user: &str, text: &str, attachments: &[Attachment<'_>]) -> Result {
        let list = List::new(attachments.iter().map(Attachment::to_c));
        let mut c = ffi::prism_notice::sized();
        c.user = str_to_c(user);
        c.text = str_to_c(text);
        c.attachments = list.data();
        c.attachments_count = list.size();
        service_call!(self, tell, &c)
    }
}

unsafe extern "C" fn on_ended<P: 'static>(
    data: *mut c_void,
    _: ffi::prism_prompts_id,
    answer: *const ffi::prism_prompt_answer,
) {
    // SAFETY: the host passes the pointer of ask(), and an answer that is valid until this returns.
    unsafe {
        let c = &*answer;
        call::<P, Ended<P>>(data, "an answer", Secrecy::Secret, |run, plugin| {
            let answer = Answer {
                outcome: PromptOutcome::from_c(c.outcome).unwrap_or(PromptOutcome::Ended),
                values: strs_of(c.values, c.values_count),
            };
            run(plugin, &answer);
        });
    }
}
