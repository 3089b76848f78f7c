// SPDX-License-Identifier: MIT
#include "tests/irc/servers/hostile_acts.h"

#include "tests/irc/servers/scripted_server.h"

#include <algorithm>

namespace prism::tests {

namespace {

const std::string kChat =
    "message-tags batch labeled-response echo-message server-time draft/message-redaction "
    "draft/multiline=max-bytes=4096 "
    "draft/read-marker";

const std::string kSelf = ":alice!~alice@127.0.0.1 ";

std::string numeric(const std::string& number, const std::string& rest) {
  return ":" + std::string(kScriptedName) + " " + number + " alice " + rest + "\r\n";
}

std::string selfJoin(const std::string& channel) { return kSelf + "JOIN " + channel + "\r\n"; }

std::string nick(std::size_t i, std::size_t size = 400) { return numbered("n", i, size); }
std::string channel(std::size_t i, std::size_t size = 400) { return numbered("#c", i, size); }

std::string manyNicks(std::size_t i) {
  std::string nicks;
  for (std::size_t j = 0; j < 20; ++j) {
    nicks += nick(i * 20 + j) + " ";
  }
  return nicks;
}

std::vector<HostileAct> actsWithChannels() {
  const std::string text(8000, 't');
  return {
      {"SelfJoins", [](std::size_t i) { return selfJoin(channel(i)); }},
      {"SelfJoinsWithLongNames", [](std::size_t i) { return selfJoin(channel(i, 2000)); }},
      {"SelfJoinsWithNames",
       [](std::size_t i) {
         return selfJoin(channel(i, 20)) + numeric("353", "= " + channel(i, 20) + " :" + nick(i)) +
                numeric("366", channel(i, 20) + " :End");
       },
       "away-notify"},
      {"Topics",
       [text](std::size_t i) {
         return selfJoin(channel(i, 20)) + numeric("332", channel(i, 20) + " :" + text) +
                numeric("366", channel(i, 20) + " :End");
       }},
      {"TopicsOfTheSameChannel",
       [text](std::size_t i) { return ":bob!b@h TOPIC #lobby :" + std::to_string(i) + text + "\r\n"; },
       {},
       {},
       {},
       false},
      {"Members", [](std::size_t i) { return ":" + nick(i) + "!u@h JOIN #lobby\r\n"; }},
      {"MembersWithShortNames", [](std::size_t i) { return ":" + nick(i, 12) + "!u@h JOIN #lobby\r\n"; }},
      {"NamesWithoutEnd",
       [](std::size_t i) { return numeric("353", "= #list :" + manyNicks(i)); },
       {},
       {kSelf + "JOIN #list"}},
      {"NamesOfAJoinedChannel",
       [](std::size_t i) { return numeric("353", "= #lobby :" + manyNicks(i)); },
       {},
       {},
       {},
       false},
      {"Casemappings",
       [](std::size_t i) {
         return ":" + nick(i, 12) + "!u@h JOIN #lobby\r\n" + numeric("005", "CASEMAPPING=ascii :x") +
                numeric("005", "CASEMAPPING=rfc1459 :x");
       }},
      {"QuitsOfLongNames",
       [text](std::size_t i) { return ":" + nick(i) + text + "!u@h QUIT :x\r\n"; },
       {},
       {},
       {},
       false},
      {"RenamesToLongNames",
       [](std::size_t i) {
         return ":" + nick(i, 8) + "!u@h JOIN #lobby\r\n:" + nick(i, 8) + "!u@h NICK " + nick(i) + "\r\n";
       }},
      {"JoiningTheSameChannelAgain",
       [](std::size_t) { return selfJoin("#lobby") + numeric("366", "#lobby :End"); },
       "batch away-notify draft/chathistory",
       {},
       {},
       false},
      {"Modes",
       [](std::size_t i) {
         return ":bob!b@h MODE #lobby +k-k+b+o " + nick(i) + " x " + nick(i) + " " + nick(i) + "\r\n";
       },
       {},
       {},
       {},
       false},
      {"Netsplits",
       [](std::size_t i) {
         return ":" + nick(i, 20) + "!u@h JOIN #lobby\r\n:" + nick(i, 20) + "!u@h QUIT :a" + std::to_string(i) +
                ".example.org b.example.org\r\n";
       },
       {},
       {},
       {},
       false},
      {"LongQuits",
       [text](std::size_t i) {
         return ":" + nick(i, 20) + "!u@h JOIN #lobby\r\n:" + nick(i, 20) + "!u@h QUIT :" + text + "\r\n";
       },
       {},
       {},
       {},
       false},
  };
}

std::vector<HostileAct> actsWithAnswers() {
  const std::string text(8000, 't');
  const auto quiet = [](HostileAct act) {
    act.told = false;
    return act;
  };
  return {
      {"ListWithoutEnd",
       [](std::size_t i) { return numeric("322", channel(i) + " " + std::to_string(i) + " :" + nick(i)); },
       {},
       {},
       "/list",
       false},
      quiet({"ListThatNobodyAskedFor",
             [](std::size_t i) { return numeric("322", channel(i) + " 5 :" + nick(i)) + numeric("323", ":End"); }}),
      quiet({"WhoisThatNobodyAskedFor", [text](std::size_t i) { return numeric("319", nick(i) + " :" + text); }}),
      {"WhoisWithoutEnd", [text](std::size_t) { return numeric("319", "bob :" + text); }, {}, {}, "/whois bob", false},
      quiet({"WhoAnswers", [](std::size_t i) { return numeric("352", "#lobby u h s " + nick(i) + " G :0 x"); }}),
      quiet({"Ison", [](std::size_t i) { return numeric("303", ":" + manyNicks(i)); }}),
      quiet({"Userhost", [](std::size_t i) { return numeric("302", ":" + nick(i) + "=-u@h"); }}),
      quiet({"AwayTexts", [text](std::size_t i) { return numeric("301", nick(i) + " :" + text); }}),
      quiet({"Monitored", [](std::size_t i) { return numeric("730", ":" + nick(i) + "!u@h"); }}),
      quiet({"NicknamesThatDoNotExist", [](std::size_t i) { return numeric("401", nick(i) + " :No such nick"); }}),
      quiet({"Bans", [](std::size_t i) { return numeric("367", "#lobby " + nick(i) + "!*@* bob 1"); }}),
      quiet({"Isupport",
             [](std::size_t i) {
               return numeric("005", "T" + std::to_string(i) + "=" + nick(i) + " NETWORK=" + nick(i) +
                                         " TARGMAX=" + nick(i) + ":4 MAXTARGETS=" + std::to_string(i) + " :are");
             }}),
      quiet({"Capabilities",
             [](std::size_t i) {
               return ":irc.prism.test CAP alice NEW :" + nick(i) +
                      " sasl\r\n:irc.prism.test CAP alice LS * :" + nick(i + 1) + "\r\n";
             }}),
      quiet({"CapabilitiesThatNobodyWants",
             [](std::size_t i) {
               std::string names;
               for (std::size_t j = 0; j < 3000; ++j) {
                 names += " " + std::to_string(i + j);
               }
               return "CAP x NEW :" + names.substr(1) + "\r\n";
             }}),
      quiet({"MessagesOfTheDay", [text](std::size_t) { return numeric("372", ":" + text); }}),
      quiet({"UnknownNumerics", [text](std::size_t) { return numeric("999", ":" + text); }}),
      quiet({"Errors", [text](std::size_t i) { return "ERROR :" + std::to_string(i) + text + "\r\n"; }}),
  };
}

std::vector<HostileAct> actsWithMessages() {
  const std::string text(8000, 't');
  const std::string batches = "batch draft/chathistory labeled-response message-tags echo-message";
  const std::string id(250, 'i');
  const auto quiet = [](HostileAct act) {
    act.told = false;
    return act;
  };
  return {
      quiet({"OpenBatches", [](std::size_t i) { return "BATCH +" + nick(i) + " chathistory " + nick(i) + "\r\n"; },
             batches}),
      quiet({"LongNamesOfBatches", [text](std::size_t i) { return "BATCH +" + nick(i) + text + " " + text + "\r\n"; },
             batches}),
      {"HistoryWithoutEnd",
       [text](std::size_t) { return "@batch=h :bob!b@h PRIVMSG #lobby :" + text + "\r\n"; },
       batches,
       {"BATCH +h chathistory #lobby"},
       {},
       false},
      {"HistoriesWithoutEnd",
       [text](std::size_t i) {
         return "@batch=h" + std::to_string(i % 50) + " :bob!b@h PRIVMSG #lobby :" + text + "\r\nBATCH +h" +
                std::to_string(i) + " chathistory #lobby\r\n";
       },
       batches,
       {},
       {},
       false},
      quiet({"Invitations", [](std::size_t i) { return ":" + nick(i) + "!u@h INVITE alice " + channel(i) + "\r\n"; }}),
      quiet({"Ctcp", [](std::size_t i) { return ":" + nick(i) + "!u@h PRIVMSG alice :\x01VERSION\x01\r\n"; }}),
      quiet({"PrivateMessages", [](std::size_t i) { return ":" + nick(i) + "!u@h PRIVMSG alice :hi\r\n"; }}),
      quiet({"Notices", [text](std::size_t) { return ":irc.prism.test NOTICE alice :" + text + "\r\n"; }}),
      quiet({"LongTags",
             [](std::size_t i) {
               return "@" + std::string(8000, 'x') + ";label=" + nick(i) + " :bob!b@h PRIVMSG #lobby :x\r\n";
             },
             batches}),
      quiet({"SeveralLinesWithoutEnd",
             [text](std::size_t) { return "@batch=m :bob!b@h PRIVMSG #lobby :" + text + "\r\n"; },
             kChat,
             {":bob!b@h BATCH +m draft/multiline #lobby"}}),
      quiet({"SeveralLinesThatAreNeverSent",
             [text](std::size_t i) {
               const std::string name = std::to_string(i);
               return "@msgid=" + name + text + " :bob!b@h BATCH +" + name +
                      " draft/multiline #lobby\r\n@batch=" + name + " :bob!b@h PRIVMSG #lobby :" + text + "\r\n";
             },
             kChat}),
      quiet({"MessageIds",
             [id](std::size_t i) {
               return "@msgid=" + std::to_string(i) + id + ";+draft/reply=" + id + " :" + nick(i) +
                      "!u@h PRIVMSG alice :hi\r\n";
             },
             kChat}),
      quiet({"Reactions",
             [id](std::size_t i) {
               return "@msgid=" + std::to_string(i) + id + ";+draft/reply=" + std::to_string(i) + id +
                      ";+draft/react=" + std::to_string(i) + " :" + nick(i) + "!u@h TAGMSG #lobby\r\n";
             },
             kChat}),
      quiet({"ReactionsToOneMessage",
             [id](std::size_t i) {
               return "@msgid=r" + std::to_string(i) + ";+draft/reply=" + id + ";+draft/react=" + std::to_string(i) +
                      " :" + nick(i) + "!u@h TAGMSG #lobby\r\n";
             },
             kChat,
             {"@msgid=" + id + " :bob!b@h PRIVMSG #lobby :hi"}}),
      quiet({"Redactions",
             [id](std::size_t i) {
               return ":" + nick(i) + "!u@h REDACT #lobby " + std::to_string(i) + id + " :" + nick(i) + "\r\n";
             },
             kChat}),
      quiet({"Typing", [](std::size_t i) { return "@+typing=active :" + nick(i) + "!u@h TAGMSG alice\r\n"; }, kChat}),
      quiet({"ReadMarkers",
             [](std::size_t i) {
               return ":irc.prism.test MARKREAD " + nick(i) + " timestamp=2026-01-01T00:00:00.000Z\r\n";
             },
             kChat}),
      quiet({"Labels",
             [](std::size_t i) {
               return "@label=" + std::to_string(i) + " :irc.prism.test ACK\r\n@label=" + nick(i) +
                      " :irc.prism.test 401 alice bob :No\r\n";
             },
             kChat}),
      {"ALineWithoutEnd", [](std::size_t) { return std::string(8000, 't'); }},
      {"LongLines", [](std::size_t) { return ":bob!b@h PRIVMSG #lobby :" + std::string(60'000, 'x') + "\r\n"; }},
      quiet({"RegainedNicknames",
             [](std::size_t) {
               return std::string(":alice!u@h NICK alice1\r\n:bob!b@h NICK alice\r\n:alice!u@h QUIT :x\r\n");
             }}),
  };
}

}  // namespace

std::string numbered(const std::string& prefix, std::size_t number, std::size_t size) {
  std::string name = prefix + std::to_string(number);
  name.resize(std::max(size, name.size()), 'x');
  return name;
}

std::vector<HostileAct> hostileActs() {
  std::vector<HostileAct> acts = actsWithChannels();
  for (auto&& more : {actsWithAnswers(), actsWithMessages()}) {
    acts.insert(acts.end(), more.begin(), more.end());
  }
  return acts;
}

}  // namespace prism::tests
