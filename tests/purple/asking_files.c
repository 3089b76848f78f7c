/* SPDX-License-Identifier: MIT */
/*
 * Files that are sent by the asking protocol. The contact's name says what it does with them; quiz reports what a file
 * was.
 */
#define PURPLE_PLUGINS

#include "tests/purple/asking_protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const gsize kBytesOfQuitter = 10;

/* One transfer, between a pair of sockets in this process. */
struct Sending {
  GString* got;
  int contact; /* the contact's end; -1: closed */
  guint reading;
  guint timer;
};

static gboolean is_to(const PurpleXfer* transfer, const char* who) { return strcmp(transfer->who, who) == 0; }

static void report(PurpleXfer* transfer, const char* got, gsize size) {
  gchar* sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar*)got, size);
  say(purple_account_get_connection(transfer->account), "%s got %s: %" G_GSIZE_FORMAT " bytes, %s", transfer->who,
      transfer->filename, size, sum);
  g_free(sum);
}

static void hang_up(struct Sending* sending) {
  if (sending->reading != 0) {
    purple_input_remove(sending->reading);
    sending->reading = 0;
  }
  if (sending->contact >= 0) {
    close(sending->contact);
    sending->contact = -1;
  }
}

static void read_more(struct Sending* sending) {
  char bytes[4096];
  ssize_t size = 0;
  while ((size = read(sending->contact, bytes, sizeof bytes)) > 0) {
    g_string_append_len(sending->got, bytes, size);
  }
}

static void readable(gpointer data, gint fd, PurpleInputCondition condition) {
  (void)condition;
  PurpleXfer* transfer = data;
  struct Sending* sending = transfer->data;
  if (!is_to(transfer, "quitter")) {
    read_more(sending);
    return;
  }
  char bytes[kBytesOfQuitter];
  if (read(fd, bytes, sizeof bytes) > 0) {
    hang_up(sending);
  }
}

static void forget(PurpleXfer* transfer) {
  struct Sending* sending = transfer->data;
  if (sending) {
    hang_up(sending);
    if (sending->timer != 0) {
      purple_timeout_remove(sending->timer);
    }
    g_string_free(sending->got, TRUE);
    g_free(sending);
    transfer->data = NULL;
  }
}

static void complete(PurpleXfer* transfer) {
  struct Sending* sending = transfer->data;
  if (sending && sending->contact >= 0) {
    read_more(sending);
    report(transfer, sending->got->str, sending->got->len);
  }
  forget(transfer);
}

static void accept_file(PurpleXfer* transfer) {
  struct Sending* sending = transfer->data;
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0) {
    purple_xfer_cancel_local(transfer);
    return;
  }
  sending->contact = ends[1];
  if (!is_to(transfer, "snail")) {
    sending->reading = purple_input_add(ends[1], PURPLE_INPUT_READ, readable, transfer);
  }
  purple_xfer_start(transfer, ends[0], NULL, 0);
}

static gboolean answer(gpointer data) {
  PurpleXfer* transfer = data;
  ((struct Sending*)transfer->data)->timer = 0;
  if (is_to(transfer, "refuser")) {
    purple_xfer_cancel_remote(transfer);
  } else {
    accept_file(transfer);
  }
  return FALSE;
}

/* Takes the file before the call returns. */
static void take_at_once(PurpleXfer* transfer) {
  gchar* content = NULL;
  gsize size = 0;
  if (g_file_get_contents(transfer->local_filename, &content, &size, NULL)) {
    report(transfer, content, size);
    g_free(content);
    purple_xfer_set_completed(transfer, TRUE);
  }
  purple_xfer_end(transfer);
}

static void offer(PurpleXfer* transfer) {
  say(purple_account_get_connection(transfer->account), "offered to %s: %s", transfer->who, transfer->filename);
  if (is_to(transfer, "hasty")) {
    take_at_once(transfer);
  } else if (is_to(transfer, "failer")) {
    purple_xfer_cancel_local(transfer);
  } else if (is_to(transfer, "dropper")) {
    forget(transfer);
    purple_xfer_unref(transfer); /* some protocols do that */
  } else if (!is_to(transfer, "sleeper")) {
    ((struct Sending*)transfer->data)->timer = purple_timeout_add(0, answer, transfer);
  }
}

PurpleXfer* new_file_transfer(PurpleConnection* connection, const char* who) {
  PurpleXfer* transfer = purple_xfer_new(purple_connection_get_account(connection), PURPLE_XFER_SEND, who);
  struct Sending* sending = g_new0(struct Sending, 1);
  sending->got = g_string_new(NULL);
  sending->contact = -1;
  transfer->data = sending;
  purple_xfer_set_init_fnc(transfer, offer);
  purple_xfer_set_end_fnc(transfer, complete);
  purple_xfer_set_cancel_send_fnc(transfer, forget);
  return transfer;
}

gboolean can_take_files(PurpleConnection* connection, const char* who) {
  (void)connection;
  return strcmp(who, "deaf") != 0;
}

void send_file_to(PurpleConnection* connection, const char* who, const char* path) {
  if (strcmp(who, "loser") != 0) {
    purple_xfer_request_accepted(new_file_transfer(connection, who), path);
  }
}
