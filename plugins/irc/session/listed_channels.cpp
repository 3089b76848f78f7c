// SPDX-License-Identifier: MIT
#include "session/listed_channels.h"

#include "session/cut.h"

#include <algorithm>
#include <utility>

namespace irc {

bool ListedChannels::isFuller(const ListedChannel& a, const ListedChannel& b) {
  return a.users != b.users ? a.users > b.users : a.name < b.name;
}

std::size_t ListedChannels::sizeOf(const ListedChannel& channel) {
  return 2 * sizeof(ListedChannel) + heapSize(channel.name.size()) + heapSize(channel.topic.size());
}

void ListedChannels::add(std::string_view name, std::uint32_t users, std::string_view topic) {
  std::vector<ListedChannel>& channels = list_.channels;
  ListedChannel channel{std::string(name), cutVisibly(topic, kMostListedTopic), users};
  if (name.size() > kMostName) {
    ++list_.missing;
    return;
  }
  if (channels.size() == kMostListed) {
    ++list_.missing;
    if (!isFuller(channel, channels.front())) {
      return;
    }
    std::pop_heap(channels.begin(), channels.end(), isFuller);
    charge_.shrink(sizeOf(channels.back()));
    channels.pop_back();
  }
  if (!charge_.grow(sizeOf(channel))) {
    ++list_.missing;
    return;
  }
  channels.push_back(std::move(channel));
  std::push_heap(channels.begin(), channels.end(), isFuller);
}

ChannelList ListedChannels::finish() {
  expected_ -= expected_ > 0 ? 1 : 0;
  charge_.resize(0);
  ChannelList list = std::exchange(list_, {});
  std::sort(list.channels.begin(), list.channels.end(), isFuller);
  return list;
}

void ListedChannels::clear() {
  expected_ = 0;
  finish();
}

}  // namespace irc
