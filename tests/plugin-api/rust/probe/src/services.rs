// SPDX-License-Identifier: MIT
//! The services, as the probe uses them: with `probe.services=1`. Each verb answers with a message.

use crate::Probe;
use prism_plugin::*;
use std::collections::HashMap;
use std::time::Duration;

/// An image file of one pixel, as far as the host looks at it.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

pub(crate) struct Services {
    admin: Admin<Probe>,
    avatar: Avatar<Probe>,
    chat: Chat<Probe>,
    commands: Commands<Probe>,
    history: History<Probe>,
    media: Media<Probe>,
    metrics: Metrics<Probe>,
    prompts: Prompts<Probe>,
    resolver: Resolver<Probe>,
    rooms: Rooms<Probe>,
    settings: Settings<Probe>,
    storage: Storage<Probe>,

    answers: HashMap<&'static str, Open>,
    later: Option<CommandResponder>,
    gauge: Option<Gauge>,
}

/// The object that is open until its callback.
#[allow(dead_code)]
enum Open {
    Admin(AdminCommand),
    Fetch(Fetch),
    Lookup(Lookup),
    Prompt(OpenPrompt),
    Publication(Publication),
}

impl Services {
    pub(crate) fn new(host: &Host<Probe>) -> Result<Self> {
        let services = Services {
            admin: Admin::new(host),
            avatar: Avatar::new(host),
            chat: Chat::new(host),
            commands: Commands::new(host),
            history: History::new(host),
            media: Media::new(host),
            metrics: Metrics::new(host),
            prompts: Prompts::new(host),
            resolver: Resolver::new(host),
            rooms: Rooms::new(host),
            settings: Settings::new(host),
            storage: Storage::new(host),
            answers: HashMap::new(),
            later: None,
            gauge: None,
        };
        services.define_commands()?;
        let can = ChatCapabilities::default().edit(true).retract(true);
        services
            .chat
            .set_capabilities(&can.react(true).reply(true))?;
        let can = RoomsCapabilities::default().kick(true).list(true);
        services.rooms.set_capabilities(&can.configure(true))?;
        let can = HistoryCapabilities::default().latest(true);
        services
            .history
            .set_capabilities(&can.keeps_position(true))?;
        services.settings.define(&[
            Setting::default()
                .key("lang")
                .title("Language")
                .initial("en"),
            Setting::default()
                .key("size")
                .kind(ValueKind::Integer)
                .title("Size")
                .initial("3")
                .range(Some((1, 5))),
            Setting::default()
                .key("colour")
                .kind(ValueKind::Choice)
                .title("Colour")
                .initial("red")
                .choices(vec!["red".into(), "blue".into()]),
        ])?;
        Ok(services)
    }

    fn define_commands(&self) -> Result {
        let number = |name| Argument::new(name, ValueKind::Integer);
        let add = Command::new("add", "adds numbers")
            .arguments(vec![number("a"), number("b").optional(true)]);
        let set = CommandSet::default()
            .with(add, |_: &mut Probe, invocation, responder| {
                let sum = invocation.integer(0).unwrap_or(0) + invocation.integer(1).unwrap_or(100);
                responder.done(&sum.to_string()).unwrap();
            })
            .with(
                Command::new("later", "answers later"),
                |probe, invocation, responder| {
                    let user = invocation.user.to_owned();
                    probe.services.as_mut().unwrap().later = Some(responder);
                    let timer =
                        probe
                            .host
                            .after(Duration::from_millis(1), move |probe: &mut Probe| {
                                let responder =
                                    probe.services.as_mut().unwrap().later.take().unwrap();
                                probe.say(
                                    &user,
                                    &format!("{:?}", responder.failed("It is too late.")),
                                );
                            });
                    probe.timers.push(timer.unwrap());
                },
            )
            .with(
                Command::new("forget", "answers never"),
                |_, _, responder| drop(responder),
            )
            .with(Command::new("panic", "panics"), |_, _, _responder| {
                panic!("in the command")
            })
            .with(
                Command::new("again", "replaces itself"),
                |probe, _, responder| {
                    let only = Command::new("only", "is the only one");
                    let set = CommandSet::default()
                        .with(only, |_, _, responder| responder.done("only").unwrap());
                    probe
                        .services
                        .as_ref()
                        .unwrap()
                        .commands
                        .define(set)
                        .unwrap();
                    responder.done("replaced").unwrap();
                },
            );
        self.commands.define(set)
    }
}

impl Probe {
    /// Does what a verb says; false if it is none of these.
    pub(crate) fn use_service(&mut self, user: &str, verb: &str, rest: &str) -> bool {
        let name = user.to_owned();
        let services = match &mut self.services {
            Some(services) => services,
            None => return false,
        };
        let (first, second) = rest.split_once(' ').unwrap_or((rest, ""));
        let text = match verb {
            "ask" => {
                let code = Field::new("Code?", ValueKind::Secret);
                let colour = Field::new("Colour?", ValueKind::Choice)
                    .choices(vec!["red".into(), Choice::new("b", "blue")]);
                let prompt = Prompt::default().user(user).title("Second factor");
                let prompt = prompt.fields(vec![code, colour]);
                let open = services
                    .prompts
                    .ask(&prompt, move |probe: &mut Probe, answer| {
                        let text = format!("{:?} {}", answer.outcome, answer.values.join(","));
                        probe.host.info(&text);
                        probe.say(&name, &text);
                        if answer.values.first() == Some(&"panic") {
                            panic!("the code is {}", answer.values[0]);
                        }
                    });
                services.answers.insert("ask", Open::Prompt(open.unwrap()));
                return true;
            }
            "cancel" => {
                services.answers.remove("ask");
                "cancelled".to_owned()
            }
            "tell" => {
                services.prompts.tell(user, rest, &[]).unwrap();
                return true;
            }
            "store" => format!("{:?}", services.storage.set(user, first, second.as_bytes())),
            "load" => format!("{:?}", services.storage.get(user, first)),
            "remove" => format!("{:?}", services.storage.remove(user, first)),
            "keys" => format!("{:?}", services.storage.list(user, first)),
            "large" => format!("{:?}", services.storage.set(user, "k", &[0; 300_000])),
            "send" => {
                let message = Message::from_contact(user, "probe", second).id(first);
                self.host.message(&message).unwrap();
                return true;
            }
            "edit" => {
                let message = Message::from_contact(user, "probe", second);
                let edit = ChatEdit::default()
                    .message(message)
                    .target(Reference::to(first));
                services.chat.edited(&edit).unwrap();
                return true;
            }
            "react" => {
                let reactions = ChatReactions::default()
                    .user(user)
                    .buddy("probe")
                    .reactions(vec![second]);
                services
                    .chat
                    .reacted(&reactions.target(Reference::to(first)))
                    .unwrap();
                return true;
            }
            "retract" => {
                let retraction = ChatRetraction::default().user(user).buddy("probe");
                services
                    .chat
                    .retracted(&retraction.target(Reference::to(first)))
                    .unwrap();
                return true;
            }
            "inherit" => {
                let can = ChatCapabilities::default().edit(true).inherit(true);
                format!("{:?}", services.chat.set_capabilities(&can))
            }
            "resolve" => {
                let request = LookupRequest::new(rest, 80);
                let open = services
                    .resolver
                    .resolve(&request, move |probe: &mut Probe, answer| {
                        probe.say(
                            &name,
                            &format!("{:?} {:?}", answer.outcome, answer.addresses),
                        );
                    });
                services
                    .answers
                    .insert("resolve", Open::Lookup(open.unwrap()));
                return true;
            }
            "publish" => {
                let file = File::default()
                    .user(user)
                    .name("a.txt")
                    .bytes(rest.as_bytes());
                let open = services
                    .media
                    .publish(&file, move |probe: &mut Probe, published| {
                        let web = published.url.starts_with("https://files.prism.test/");
                        let text =
                            format!("{:?} {} {}", published.outcome, web, published.mime_type);
                        probe.say(&name, &text);
                    });
                services
                    .answers
                    .insert("publish", Open::Publication(open.unwrap()));
                return true;
            }
            "fetch" => {
                let request = FetchRequest::default().user(user).url(rest);
                let open = services
                    .media
                    .fetch(&request, move |probe: &mut Probe, fetched| {
                        probe.say(&name, &format!("{:?} {}", fetched.outcome, fetched.size));
                    });
                services.answers.insert("fetch", Open::Fetch(open.unwrap()));
                return true;
            }
            "metrics" => {
                let counter = services
                    .metrics
                    .counter("words_total", "Words.", &[("way", "in")]);
                let counter = counter.unwrap();
                counter.increment();
                std::thread::spawn(move || counter.add(2.0))
                    .join()
                    .unwrap()
                    .unwrap();
                let gauge = services.metrics.gauge("level", "The level.", &[]).unwrap();
                gauge.set(1.5).unwrap();
                services.gauge = Some(gauge);
                format!("{:?}", services.metrics.counter("level", "No.", &[]).err())
            }
            "picture" => {
                let picture = Picture::default().user(user).buddy("probe").id(rest);
                format!("{:?}", services.avatar.set(&picture))
            }
            "no-picture" => format!("{:?}", services.avatar.remove(user, "probe", "")),
            "setting" => format!("{:?}", services.settings.get(user, rest)),
            "positions" => {
                let mut positions = Vec::new();
                let visit =
                    |at: &HistoryPosition<'_>| positions.push(format!("{} {}", at.buddy, at.id));
                services.history.list_positions(user, visit).unwrap();
                positions.join(", ")
            }
            "visit-panic" => {
                let visit = |_: &HistoryPosition<'_>| panic!("in the visitor");
                services.history.list_positions(user, visit).unwrap();
                "there is no position".to_owned()
            }
            "admin" => {
                let open = services.admin.send(rest, move |probe: &mut Probe, answer| {
                    probe.say(&name, &format!("{:?} {}", answer.outcome, answer.text));
                });
                services.answers.insert("admin", Open::Admin(open.unwrap()));
                return true;
            }
            _ => return false,
        };
        self.say(user, &text);
        true
    }
}

impl OnEdit for Probe {
    fn edit(&mut self, edit: &ChatEdit<'_>) {
        if edit.message.text == "panic" {
            panic!("in the edit");
        }
        let text = format!("edit of '{}': {}", edit.target.text, edit.message.text);
        self.say(edit.message.user, &text);
    }
}

impl OnReact for Probe {
    fn react(&mut self, reactions: &ChatReactions<'_>) {
        let text = format!(
            "reaction to {}: {}",
            reactions.target.id,
            reactions.reactions.join(" ")
        );
        self.say(reactions.user, &text);
    }
}

impl OnRetract for Probe {
    fn retract(&mut self, retraction: &ChatRetraction<'_>) {
        self.say(
            retraction.user,
            &format!("retraction of '{}'", retraction.target.text),
        );
    }
}

impl OnKick for Probe {
    fn kick(&mut self, change: &RoomsChange<'_>, responder: RoomsResponder) {
        match change.nickname {
            "panic" => panic!("in the kick"),
            "ghost" => responder.failed(RoomsError::NotFound, "").unwrap(),
            nickname => {
                let gone = Participant::new(change.user, change.room, nickname);
                let gone = gone
                    .status(Status::Offline)
                    .kicked(true)
                    .status_text(change.reason);
                self.host.participant_changed(&gone).unwrap();
                responder.done().unwrap();
            }
        }
    }
}

impl OnListAffiliation for Probe {
    fn list_affiliation(&mut self, query: &RoomsQuery<'_>, responder: RoomsResponder) {
        let account = format!("{:?}@x.org", query.affiliation.unwrap());
        let member = RoomsMember::default().account(&account).nickname("bob");
        responder.members(&[member]).unwrap();
    }
}

impl OnGetSettings for Probe {
    fn get_settings(&mut self, _: &RoomsSettingsQuery<'_>, responder: RoomsResponder) {
        let field = Field::new("Name", ValueKind::Text).initial("Tea");
        let setting = RoomsSetting::new("roomname", field);
        responder.settings(&[setting]).unwrap();
    }
}

impl OnConfigure for Probe {
    fn configure(&mut self, configuration: &RoomsConfiguration<'_>, responder: RoomsResponder) {
        self.host
            .info(&format!("configured {:?}", configuration.values));
        responder.done().unwrap();
    }
}

impl OnHistoryPage for Probe {
    fn history_page(&mut self, request: &HistoryRequest<'_>, responder: HistoryResponder) {
        let reactions = HistoryReactions::default().reactions(vec!["+", "!"]);
        let message = Message::from_contact(request.user, request.buddy, "an old word");
        let message = message.id("7").time(1_700_000_000_000);
        let entry = HistoryEntry::default()
            .message(message)
            .reactions(vec![reactions]);
        let page = HistoryPage::default().entries(vec![entry]).complete(true);
        responder.done(&page).unwrap();
    }
}

impl OnPictureWanted for Probe {
    fn picture_wanted(&mut self, request: &PictureRequest<'_>) {
        let services = self.services.as_ref().unwrap();
        let picture = Picture::default().user(request.user).buddy(request.buddy);
        services
            .avatar
            .set(&picture.id(request.id).bytes(PNG))
            .unwrap();
    }
}
