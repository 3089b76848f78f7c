// SPDX-License-Identifier: MIT
// The stanzas of modern chat: whatever the network has said, each is valid, within the limit, and says the same.
#include "host/chat/chat_stanza.h"

#include "host/base/xml_text.h"
#include "host/chat/message_id.h"
#include "host/chat/quote.h"
#include "host/chat/route.h"
#include "host/stanza/xhtml.h"
#include "host/stanza/xml_check.h"
#include "proto/pbnetwork.pb.h"
#include "tests/fuzz/input.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/stanzas.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace prism;
using fuzz::require;
using host::ConversationKind;

class Play {
 public:
  explicit Play(fuzz::Input input) : input_(input) {}

  void run() {
    limit_ = input_.number(2) % 6000;
    const host::JidStyle style{"gw.test", input_.byte() % 2 == 1};
    kind_ = static_cast<ConversationKind>(1 + input_.byte() % 3);
    const std::string name = text(), nickname = text();
    const host::ConversationName conversation{
        kind_, name, kind_ == ConversationKind::kPrivate ? std::string_view(nickname) : std::string_view()};
    host::RouteQuestion question{
        .capabilities = PRISM_CHAT_CAN_EDIT, .conversation = conversation, .nickname = nickname, .has_id = true};
    if (host::routeOf(question, style) == host::Route::kRaw) {
      require(host::isJid(name) && host::canBeNode(name, style), "a name that is sent raw is a JID");
      const std::string node = host::normalizedNode(name);
      require(node == name || name.find('@') != std::string::npos, "a name that is sent raw is not folded");
      from_ = host::rawSender(conversation, nickname);
      author_ = host::clientSender(conversation, style, nickname);
    }
    const std::string room_jid = "#room%net@gw.test", occupant = text();
    const std::string id = stanzaId(), stanza_id = stanzaId();
    head_ = {.kind = kind_,
             .from = from_,
             .to = "alice@xmpp.test",
             .id = id,
             .room_jid = room_jid,
             .stanza_id = stanza_id,
             .occupant_id = occupant};
    head_.time = input_.number(4) * prism_time{59'001};
    build();
  }

 private:
  void build() {
    const std::string target = stanzaId(), more = text(), other = text(), last = text();
    switch (input_.byte() % 8) {
      case 0:
        return buildFile(more, other, last);
      case 1: {
        const host::ReactionSet set{more, other, last};
        check([&](std::string* out) { return appendReactionStanza(head_, target, set, limit_, out); });
        return;
      }
      case 2:
        check([&](std::string* out) { return appendRetractionStanza(head_, target, true, limit_, out); });
        return;
      case 3: {
        const host::ModerationStanza what{target, author_, more, last, other};
        check([&](std::string* out) { return appendModerationStanza(head_, what, limit_, out); });
        return;
      }
      case 4:
        check([&](std::string* out) { return appendDisplayedStanza(head_, target, limit_, out); });
        check([&](std::string* out) { return appendReceivedStanza(head_, target, limit_, out); });
        return;
      case 5: {
        const auto condition = static_cast<host::ErrorCondition>(input_.byte() % 4);
        check([&](std::string* out) { return appendErrorStanza(head_, condition, more, limit_, out); });
        return;
      }
      default:
        return buildText(target, more, other, last);
    }
  }

  void buildText(const std::string& target, const std::string& said, const std::string& quoted,
                 const std::string& thread) {
    const unsigned what = input_.byte();
    host::Xhtml xhtml;
    const std::string fragment = text();
    if (host::readXhtml(fragment, &xhtml)) {
      xhtml.markup.clear();
    }
    const std::string quote = what % 2 == 1 ? host::quoteOf(quoted, what % 4 == 1) : "";
    const host::TextStanza parts{.text = said,
                                 .markup = xhtml.markup,
                                 .replaces = what % 8 > 4 ? std::string_view(target) : std::string_view(),
                                 .reply_id = what % 2 == 1 ? std::string_view(target) : std::string_view(),
                                 .reply_author = what % 2 == 1 ? std::string_view(author_) : std::string_view(),
                                 .quote = quote,
                                 .thread = thread,
                                 .markable = what % 16 > 8};
    const auto body = check([&](std::string* out) { return appendTextStanza(head_, parts, limit_, out); });
    if (body.empty()) {
      return;
    }
    require(parts.replaces.empty() ? body == quote + said : body.starts_with(quote), "the body is quote and text");
    // A client hides the first code points of the body, as many as the fallback says.
    std::string_view rest = body;
    for (std::size_t left = host::codePoints(quote); left > 0; --left) {
      rest.remove_prefix(1);
      while (!rest.empty() && (static_cast<unsigned char>(rest.front()) & 0xC0U) == 0x80) {
        rest.remove_prefix(1);
      }
    }
    require(rest == std::string_view(body).substr(quote.size()), "the range of the quote ends where the text begins");
  }

  void buildFile(const std::string& url, const std::string& name, const std::string& type) {
    const host::FileStanza file{.url = url, .name = name, .mime_type = type, .size = input_.number(4)};
    const std::string body = check([&](std::string* out) { return appendFileStanza(head_, file, limit_, out); });
    require(body.empty() || body == url, "the body is the address alone");
  }

  // Returns the body of the stanza; empty if there is none.
  template <typename Append>
  std::string check(const Append& append) {
    std::string out = "before";
    if (!append(&out)) {
      require(out == "before", "a stanza that does not fit leaves nothing behind");
      return {};
    }
    const std::string xml = out.substr(6);
    host::Stanza stanza;
    require(!host::rejectStanzaToSpectrum(xml, limit_, &stanza), "a stanza may be passed to Spectrum");
    require(stanza.name == "message" && stanza.from == head_.from && stanza.to == head_.to, "it is whose it is to be");
    for (const std::string& written : fuzz::stanzasOf(pbnetwork::WrapperMessage::TYPE_RAW_XML, xml)) {
      fuzz::requireHarmless(written, limit_);
    }
    return {stanza.body.begin(), stanza.body.end()};
  }

  std::string text() {
    std::string mended;
    host::assignXmlText(input_.byte() % 8 == 0 ? input_.bytes(input_.number(2) % 3000) : input_.text(), &mended);
    return mended;
  }

  std::string stanzaId() {
    const std::string id = text();
    std::string stanza_id = host::stanzaIdOf(id.empty() ? "1" : id);
    require(host::isPlainId(stanza_id), "an id fits into each attribute");
    require(id.empty() || host::isStanzaIdOf(stanza_id, id), "an id is recognized");
    const auto back = host::networkIdOf(stanza_id);
    require(!back || id.empty() || *back == id, "an id that is no hash is the network's");
    return stanza_id;
  }

  fuzz::Input input_;
  std::size_t limit_ = 0;
  ConversationKind kind_ = ConversationKind::kContact;
  std::string from_ = "bob/bot";
  std::string author_ = "bob@gw.test/bot";
  host::StanzaHead head_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Play(fuzz::Input(data, size)).run();
  return 0;
}
