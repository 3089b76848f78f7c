// SPDX-License-Identifier: MIT
#include "connection.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <mqtt_protocol.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace mqtt {
namespace {

using prism::ConnectionError;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kConnectTimeout(15);  // for each address: TCP, TLS and the broker's answer

bool isAddress(const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 || inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

milliseconds now() {
  return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now().time_since_epoch());
}

// The properties of a packet of MQTT 5.
class Properties {
 public:
  Properties() = default;
  Properties(const Properties&) = delete;
  Properties& operator=(const Properties&) = delete;
  ~Properties() { mosquitto_property_free_all(&list_); }
  void addNumber(int identifier, std::uint32_t number) {
    if (mosquitto_property_add_varint(&list_, identifier, number) != MOSQ_ERR_SUCCESS) {
      throw std::bad_alloc();
    }
  }
  const mosquitto_property* get() const { return list_; }

 private:
  mosquitto_property* list_ = nullptr;
};

std::string withoutStop(std::string_view text) { return std::string(text.substr(0, text.find_last_not_of('.') + 1)); }

Connection& connectionOf(void* data) { return *static_cast<Connection*>(data); }

}  // namespace

std::string errorText(int result) { return withoutStop(mosquitto_strerror(result)); }

std::string reasonText(int reason) { return withoutStop(mosquitto_reason_string(reason)); }

Broker::Broker(prism::Host the_host, Configuration the_configuration)
    : host(the_host), configuration(std::move(the_configuration)), resolver(host) {
  if (configuration.tls) {
    tls = std::make_unique<Tls>(configuration.server, configuration.ca_file);
  }
  if (!resolver && !isAddress(configuration.server)) {
    throw std::runtime_error(
        "This host cannot resolve names: install prism-network, or set mqtt.server to an address.");
  }
}

Connection::Connection(const Broker& broker, std::string account, std::string password, ConnectionEvents& events)
    : broker_(broker),
      account_(std::move(account)),
      password_(std::move(password)),
      events_(events),
      allowed_(broker.configuration.messages_per_second * 4,
               milliseconds(1000 / broker.configuration.messages_per_second)) {
  begin_ = broker_.host.after(milliseconds(0), [this] { resolve(); });
}

Connection::~Connection() {
  watch_.end();
  if (client_) {
    mosquitto_disconnect(client_.get());  // queues the packet, and writes it if the socket takes it
  }
}

// --- Connecting

void Connection::resolve() {
  const Configuration& configuration = broker_.configuration;
  if (isAddress(configuration.server)) {
    addresses_ = {configuration.server};
    connectToNext();
    return;
  }
  lookup_ =
      broker_.resolver.resolve({configuration.server, configuration.port}, [this](const prism::LookupAnswer& answer) {
        last_failure_.text = "the name of the broker cannot be resolved: " + std::string(answer.error);
        for (auto address = answer.addresses.rbegin(); address != answer.addresses.rend(); ++address) {
          addresses_.emplace_back(address->text);
        }
        connectToNext();
      });
  if (lookup_.result() != prism::Result::Ok) {
    end({ConnectionError::Network, "the name of the broker cannot be resolved now"});
  }
}

void Connection::connectToNext() {
  if (addresses_.empty()) {
    end(last_failure_);
    return;
  }
  const std::string address = std::move(addresses_.back());
  addresses_.pop_back();
  connectTo(address);
}

void Connection::connectTo(const std::string& address) {
  const Configuration& configuration = broker_.configuration;
  std::string id = configuration.client_id;
  if (const std::size_t place = id.find("$name"); place != id.npos) {
    id.replace(place, 5, account_);
  }
  watch_.end();
  descriptor_ = prism::UniqueFd();
  client_.reset(mosquitto_new(id.empty() ? nullptr : id.c_str(), true, this));
  mosquitto* client = client_.get();
  if (!client) {
    throw std::bad_alloc();
  }
  mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
  mosquitto_username_pw_set(client, account_.c_str(), password_.empty() ? nullptr : password_.c_str());
  if (broker_.tls) {
    mosquitto_void_option(client, MOSQ_OPT_SSL_CTX, broker_.tls->context());
    mosquitto_int_option(client, MOSQ_OPT_SSL_CTX_WITH_DEFAULTS, 0);
  }
  setCallbacks();
  timeout_ = broker_.host.after(kConnectTimeout, [this] {
    last_failure_ = {ConnectionError::Network, "the broker does not answer in time"};
    connectToNext();
  });
  const int result = mosquitto_connect_async(client, address.c_str(), configuration.port, configuration.keepalive);
  const int error_number = errno;
  if (mosquitto_socket(client) < 0) {
    last_failure_ = describe(result, error_number);
    connectToNext();
    return;
  }
  // libmosquitto closes its socket by itself, and a watched descriptor must not be closed. So the host watches a
  // duplicate.
  descriptor_ = prism::UniqueFd(::fcntl(mosquitto_socket(client), F_DUPFD_CLOEXEC, 0));
  watch_ = broker_.host.watch(descriptor_.get(), prism::Ready::Both, [this](prism::Ready ready) { onReady(ready); });
  if (watch_.result() != prism::Result::Ok) {
    end({ConnectionError::Network, "the gateway has no descriptor left"});
  }
}

// Called by libmosquitto: the connection must not be destroyed here.
void Connection::onConnack(int reason) {
  if (reason != 0) {
    refusal_ = reason;
    return;
  }
  up_ = true;
  addresses_.clear();
  timeout_.end();
  pings_ = broker_.host.every(seconds(std::max(1, broker_.configuration.keepalive / 4)),
                              [this] { afterCall(mosquitto_loop_misc(client_.get()), errno); });
  events_.onConnected();
}

// --- Reading and writing

void Connection::onReady(prism::Ready ready) {
  if (!up_) {
    // libmosquitto takes a connection that breaks within the TLS handshake for one that has to wait.
    char byte = 0;
    const ssize_t size = ::recv(descriptor_.get(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) {
      afterCall(size == 0 ? MOSQ_ERR_CONN_LOST : MOSQ_ERR_ERRNO, errno);
      return;
    }
  }
  int result = prism::readable(ready) && !pause_ ? read() : MOSQ_ERR_SUCCESS;
  if (result == MOSQ_ERR_SUCCESS && prism::writable(ready) && mosquitto_socket(client_.get()) >= 0) {
    result = mosquitto_loop_write(client_.get(), 1);
  }
  afterCall(result, errno);
}

// Reads packets. A broker that sends more than can be shown is read slowly: its messages then wait on its side.
int Connection::read() {
  int result = MOSQ_ERR_SUCCESS;
  bool more = true;
  while (result == MOSQ_ERR_SUCCESS && more) {
    result = mosquitto_loop_read(client_.get(), 1);
    const milliseconds wait = allowed_.wait(now());
    if (wait > milliseconds(0)) {
      pause_ = broker_.host.after(wait, [this] { afterCall(read(), errno); });
      return result;
    }
    // What OpenSSL has decrypted already makes no descriptor readable.
    auto* ssl = static_cast<SSL*>(mosquitto_ssl_get(client_.get()));
    more = ssl && SSL_pending(ssl) > 0;
  }
  return result;
}

// Ends the connection if libmosquitto has done so. To be called last: the connection may be destroyed.
void Connection::afterCall(int result, int error_number) {
  if (failure_) {
    std::rethrow_exception(std::exchange(failure_, nullptr));
  }
  if (refusal_ == 0 && result == MOSQ_ERR_SUCCESS && mosquitto_socket(client_.get()) >= 0) {
    watchFor();
    return;
  }
  const End why = describe(result, error_number);
  if (up_ || why.error != ConnectionError::Network) {
    end(why);
    return;
  }
  last_failure_ = why;
  refusal_ = 0;
  connectToNext();
}

void Connection::watchFor() {
  const bool writing = mosquitto_want_write(client_.get());
  const auto reading = pause_ ? prism::Ready::Nothing : prism::Ready::Readable;
  const auto both = pause_ ? prism::Ready::Writable : prism::Ready::Both;
  watch_.waitFor(writing ? both : reading);
}

void Connection::end(End why) {
  watch_.end();
  timeout_.end();
  pings_.end();
  pause_.end();
  const End last = std::move(why);
  events_.onEnded(last);  // may destroy this
}

// Says why a call has failed, or why the broker has closed the connection.
End Connection::describe(int result, int error_number) {
  const std::string untrusted = broker_.tls ? broker_.tls->takeError() : std::string();
  if (!untrusted.empty()) {
    return {ConnectionError::CertOther, "the broker's certificate is not trusted: " + untrusted};
  }
  switch (refusal_ != 0 ? refusal_ : goodbye_) {
    case 0:
      break;
    case MQTT_RC_BAD_USERNAME_OR_PASSWORD:
    case MQTT_RC_NOT_AUTHORIZED:
    case MQTT_RC_BANNED:
      return {ConnectionError::AuthenticationFailed, "the broker refuses the name or the password"};
    case 1:  // of a broker of MQTT 3
    case MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION:
      return {ConnectionError::InvalidSettings, "the broker does not speak MQTT 5"};
    case MQTT_RC_CLIENTID_NOT_VALID:
      return {ConnectionError::InvalidSettings, "the broker refuses the client's id"};
    case MQTT_RC_SESSION_TAKEN_OVER:
      return {ConnectionError::NameInUse, "another client with the same id has taken the session over"};
    default:
      return {ConnectionError::Network, "the broker says: " + reasonText(refusal_ != 0 ? refusal_ : goodbye_)};
  }
  switch (result) {
    case MOSQ_ERR_SUCCESS:
    case MOSQ_ERR_CONN_LOST:
      return {ConnectionError::Network, "the broker has closed the connection"};
    case MOSQ_ERR_KEEPALIVE:
      return {ConnectionError::Network, "the broker does not answer any more"};
    case MOSQ_ERR_ERRNO:
      return {ConnectionError::Network, std::generic_category().message(error_number)};
    default:
      return {ConnectionError::Network, errorText(result)};
  }
}

// --- Requests

int Connection::subscribe(const std::string& filter, std::uint32_t number, bool with_retained, int* ret_id) {
  if (!up_) {
    return MOSQ_ERR_NO_CONN;
  }
  Properties properties;
  if (takes_numbers_) {
    properties.addNumber(MQTT_PROP_SUBSCRIPTION_IDENTIFIER, number);
  }
  // NO_LOCAL: the plugin shows the user's own messages itself, once the broker has confirmed them.
  const int options = MQTT_SUB_OPT_NO_LOCAL | (with_retained ? 0 : MQTT_SUB_OPT_SEND_RETAIN_NEVER);
  const int result = mosquitto_subscribe_v5(client_.get(), ret_id, filter.c_str(), broker_.configuration.qos, options,
                                            properties.get());
  watchFor();
  return result;
}

int Connection::unsubscribe(const std::string& filter) {
  if (!up_) {
    return MOSQ_ERR_NO_CONN;
  }
  const int result = mosquitto_unsubscribe(client_.get(), nullptr, filter.c_str());
  watchFor();
  return result;
}

int Connection::publish(const std::string& topic, std::string_view payload, bool retain, int* ret_id) {
  if (!up_) {
    return MOSQ_ERR_NO_CONN;
  }
  const int result = mosquitto_publish_v5(client_.get(), ret_id, topic.c_str(), static_cast<int>(payload.size()),
                                          payload.data(), broker_.configuration.qos, retain, nullptr);
  watchFor();
  return result;
}

// --- Callbacks of libmosquitto

// An exception must not unwind through libmosquitto, which is C. It is kept until the call has returned.
template <typename Do>
void Connection::fromLibrary(const Do& what) noexcept {
  try {
    what();
  } catch (...) {
    failure_ = std::current_exception();
  }
}

void Connection::setCallbacks() {
  mosquitto* client = client_.get();
  mosquitto_connect_v5_callback_set(
      client, [](mosquitto*, void* data, int reason, int, const mosquitto_property* properties) {
        Connection& self = connectionOf(data);
        std::uint8_t available = 1;
        mosquitto_property_read_byte(properties, MQTT_PROP_SUBSCRIPTION_ID_AVAILABLE, &available, false);
        self.takes_numbers_ = available == 1;
        self.fromLibrary([&] { self.onConnack(reason); });
      });
  mosquitto_disconnect_v5_callback_set(client, [](mosquitto*, void* data, int reason, const mosquitto_property*) {
    connectionOf(data).goodbye_ = reason >= MQTT_RC_UNSPECIFIED ? reason : 0;  // smaller ones are libmosquitto's own
  });
  mosquitto_subscribe_v5_callback_set(
      client, [](mosquitto*, void* data, int id, int count, const int* reasons, const mosquitto_property*) {
        Connection& self = connectionOf(data);
        self.fromLibrary([&] { self.events_.onSubscribed(id, count > 0 ? reasons[0] : MQTT_RC_UNSPECIFIED); });
      });
  mosquitto_publish_v5_callback_set(client, [](mosquitto*, void* data, int id, int reason, const mosquitto_property*) {
    Connection& self = connectionOf(data);
    self.fromLibrary([&] { self.events_.onPublished(id, reason); });
  });
  mosquitto_message_v5_callback_set(
      client, [](mosquitto*, void* data, const mosquitto_message* message, const mosquitto_property* properties) {
        Connection& self = connectionOf(data);
        self.fromLibrary([&] {
          self.allowed_.spend(now(), 1);
          const auto size = static_cast<std::size_t>(message->payloadlen);
          Incoming incoming{message->topic, {}, message->retain, {}};
          if (size > 0) {
            incoming.payload = {static_cast<const char*>(message->payload), size};
          }
          std::uint32_t number = 0;
          const int wanted = MQTT_PROP_SUBSCRIPTION_IDENTIFIER;
          properties = mosquitto_property_read_varint(properties, wanted, &number, false);
          while (properties) {
            incoming.subscriptions.push_back(number);
            properties = mosquitto_property_read_varint(properties, wanted, &number, true);
          }
          self.events_.onMessage(incoming);
        });
      });
}

}  // namespace mqtt
