# srok: what is owed by whom, until when, and who is told.
#
#   make            the programs: build/srokd build/srokctl build/srok-send
#   make run        install what is missing, build, run the daemon on the
#                   shipped rules with a virtual clock
#   make test       install what is missing, build, run every test
#   make check      the same tests without touching installed packages
#   make lint       layers, shellcheck, cppcheck, clang-tidy, both compilers
#   make sanitize   unit tests under ASan+UBSan and under valgrind
#   make fuzz       libFuzzer targets (needs clang)
#   make bench      measurements, as ratios within one run
#   make install    GNU directory variables, DESTDIR
#   make deps       only install what is missing
#   make clean
#
#   SAN=1 builds into build-san/ with ASan+UBSan; CC=clang works too.

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:

VERSION = 0.1.0

# --- where things go ------------------------------------------------------
prefix = /usr/local
exec_prefix = $(prefix)
bindir = $(exec_prefix)/bin
sbindir = $(exec_prefix)/sbin
libexecdir = $(exec_prefix)/libexec
sysconfdir = $(prefix)/etc
datarootdir = $(prefix)/share
mandir = $(datarootdir)/man
unitdir = $(prefix)/lib/systemd/system
sysusersdir = $(prefix)/lib/sysusers.d
INSTALL = install

# --- what it is built with ------------------------------------------------
CC = gcc
BUILD = build
WARN = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wvla -Werror
CFLAGS = -O2 -g
HARDEN = -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
ifdef SAN
BUILD = build-san
CFLAGS = -O1 -g -fno-omit-frame-pointer
HARDEN = -fsanitize=address,undefined -fno-sanitize-recover=all
LDSAN = -fsanitize=address,undefined
endif
CPPFLAGS = -D_GNU_SOURCE -DSROK_VERSION='"$(VERSION)"' -Idaemon -Inotifiers
LDFLAGS = -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(LDSAN)

# Libraries room by room (libev ships no .pc file). The evaluation is
# deferred: `make deps` runs in a make of its own before they are asked for.
PKG = pkg-config
pc = $(shell $(PKG) --libs $(1))
LIB_core = $(call pc,libutf8proc)
LIB_load = $(call pc,yaml-0.1)
LIB_store = $(call pc,sqlite3 libsodium)
LIB_web = $(call pc,libmicrohttpd jansson)
LIB_loop = -lev
LIB_send = $(call pc,libcurl libidn2 libsodium jansson)
LIB_ctl = $(call pc,jansson smartcols)

# --- rooms ----------------------------------------------------------------
# Arrows point to the left only; tests/layers checks it.
ROOMS = core load store compose turn web loop
objs = $(patsubst %.c,$(BUILD)/%.o,$(wildcard $(1)))
OBJ_core = $(call objs,daemon/core/*.c)
OBJ_load = $(call objs,daemon/load/*.c)
OBJ_store = $(call objs,daemon/store/*.c)
OBJ_compose = $(call objs,daemon/compose/*.c)
OBJ_turn = $(call objs,daemon/turn/*.c)
OBJ_web = $(call objs,daemon/web/*.c)
OBJ_loop = $(call objs,daemon/loop/*.c)
OBJ_ctl = $(call objs,daemon/ctl/*.c)
OBJ_send = $(call objs,notifiers/*.c)
INNER = $(OBJ_core) $(OBJ_load) $(OBJ_store) $(OBJ_compose) $(OBJ_turn)
# What the sender may know of the core (design.md §2).
SEND_CORE = $(patsubst %,$(BUILD)/daemon/core/%.o,alloc arena str date wire)

PROGRAMS = $(BUILD)/srokd $(BUILD)/srokctl $(BUILD)/srok-send

.DEFAULT_GOAL = all
.PHONY: all run test check deps lint layers sanitize fuzz bench install clean
all: $(PROGRAMS)

$(BUILD)/srokd: $(BUILD)/daemon/srokd.o $(OBJ_loop) $(OBJ_web) $(INNER)
	$(CC) $(LDFLAGS) -o $@ $^ $(LIB_loop) $(LIB_web) $(LIB_store) \
	    $(LIB_load) $(LIB_core)

$(BUILD)/srokctl: $(OBJ_ctl) $(INNER)
	$(CC) $(LDFLAGS) -o $@ $^ $(LIB_ctl) $(LIB_store) $(LIB_load) \
	    $(LIB_core)

$(BUILD)/srok-send: $(OBJ_send) $(SEND_CORE)
	$(CC) $(LDFLAGS) -o $@ $^ $(LIB_send) $(LIB_core)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) -std=c11 $(WARN) $(CFLAGS) $(HARDEN) $(CPPFLAGS) -MMD -MP \
	    -c -o $@ $<

# --- tests ----------------------------------------------------------------
UNIT = $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/*.c))
OBJ_all = $(INNER) $(OBJ_web) $(OBJ_loop)
OBJ_senders = $(filter-out $(BUILD)/notifiers/main.o,$(OBJ_send))
LIB_all = $(LIB_loop) $(LIB_web) $(LIB_store) $(LIB_load) $(LIB_core) \
	$(LIB_send)

# Archives, so that a test links only the modules that it names.
$(BUILD)/libsrok.a: $(OBJ_all) $(OBJ_senders)
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(BUILD)/libsrok.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $< $(BUILD)/libsrok.a $(LIB_all) -lcmocka

.SECONDARY:

clean:
	rm -rf build build-san build-clang

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
