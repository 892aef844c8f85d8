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
#   make oracle     200 random logs of each order against tests/oracle; hours
#   make bench      measurements, as ratios within one run
#   make install    GNU directory variables, DESTDIR
#   make deps       only install what is missing
#   make clean
#
#   SAN=1 builds into build-san/ with ASan+UBSan; CC=clang works too.

MAKEFLAGS += --no-builtin-rules --no-print-directory
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
ifdef FUZZ
BUILD = build-fuzz
CFLAGS = -O2 -g -fno-omit-frame-pointer
# Comparisons are not traced: the corpora know the words, and four times as
# many executions find more.
HARDEN = -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=undefined -fno-sanitize-coverage=trace-cmp
LDSAN = -fsanitize=address,undefined
endif
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
LIB_load = $(call pc,yaml-0.1 libidn2)
LIB_store = $(call pc,sqlite3 libsodium)
LIB_web = $(call pc,libmicrohttpd jansson)
LIB_loop = -lev
LIB_send = $(call pc,libcurl libidn2 libsodium jansson)
LIB_ctl = $(call pc,jansson smartcols)

# Quiet by default; V=1 shows whole commands.
Q = $(if $(V),,@)
say = $(if $(V),,@printf '%-4s%s\n' $(1) $(2))

# --- rooms ----------------------------------------------------------------
# Arrows point to the left only; tests/layers checks it.
ROOMS = core load store compose turn web loop
objs = $(patsubst %.c,$(BUILD)/%.o,$(wildcard $(1)))
OBJ_core = $(call objs,daemon/core/*.c) $(BUILD)/gen/words_index.o
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
.PHONY: all run test check deps lint layers sanitize fuzz oracle bench \
	install clean tests-built fuzzers bench-built bench-idle bench-parse \
	bench-load bench-recur bench-country bench-simulate
all: $(PROGRAMS)

$(BUILD)/srokd: $(BUILD)/daemon/srokd.o $(OBJ_loop) $(OBJ_web) $(INNER)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIB_loop) $(LIB_web) $(LIB_store) \
	    $(LIB_load) $(LIB_core)

$(BUILD)/srokctl: $(OBJ_ctl) $(INNER)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIB_ctl) $(LIB_store) $(LIB_load) \
	    $(LIB_core)

$(BUILD)/srok-send: $(OBJ_send) $(SEND_CORE)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIB_send) $(LIB_core)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) -std=c11 $(WARN) $(CFLAGS) $(HARDEN) $(CPPFLAGS) -MMD -MP \
	    -c -o $@ $<

# The hash of all words of the term language, from its vocabularies.
WORDS = $(patsubst %,$(BUILD)/%.o,tools/index_words daemon/core/phrase_hash \
	daemon/core/phrase_words_ru daemon/core/phrase_words_en)
$(BUILD)/gen/index_words: $(WORDS)
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^

$(BUILD)/gen/words_index.c: $(BUILD)/gen/index_words
	$(call say,GEN,$@)
	$(Q)$< >$@.new && mv $@.new $@

$(BUILD)/gen/words_index.o: $(BUILD)/gen/words_index.c
	$(call say,CC,$<)
	$(Q)$(CC) -std=c11 $(WARN) $(CFLAGS) $(HARDEN) $(CPPFLAGS) -c -o $@ $<

# --- tests ----------------------------------------------------------------
UNIT = $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/*.c))
OBJ_all = $(INNER) $(OBJ_web) $(OBJ_loop)
OBJ_senders = $(filter-out $(BUILD)/notifiers/main.o,$(OBJ_send))
LIB_all = $(LIB_loop) $(LIB_web) $(LIB_store) $(LIB_load) $(LIB_core) \
	$(LIB_send)

# An archive, so that a test links only the modules that it names.
$(BUILD)/libsrok.a: $(OBJ_all) $(OBJ_senders)
	@rm -f $@
	$(call say,AR,$@)
	$(Q)ar rcsP $@ $^

$(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(BUILD)/libsrok.a
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $< $(BUILD)/libsrok.a $(LIB_all) -lcmocka

# Corpora of the fuzzers, replayed with any compiler.
REPLAY = $(patsubst tests/fuzz/%.c,$(BUILD)/replay/%,\
	$(wildcard tests/fuzz/fuzz_*.c))
$(BUILD)/replay/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/tests/fuzz/replay.o \
    $(BUILD)/libsrok.a
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $< $(BUILD)/tests/fuzz/replay.o \
	    $(BUILD)/libsrok.a $(LIB_all)

# Programs that the integration tests drive.
DRIVERS = $(patsubst tests/drivers/%.c,$(BUILD)/drivers/%,\
	$(wildcard tests/drivers/*.c))
$(BUILD)/drivers/rrule_ical: LIB_all += -lical
$(BUILD)/drivers/%: $(BUILD)/tests/drivers/%.o $(BUILD)/libsrok.a
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $< $(BUILD)/libsrok.a $(LIB_all)

tests-built: all $(UNIT) $(REPLAY) $(DRIVERS)

check: layers
	$(MAKE) tests-built
	$(MAKE) SAN=1 tests-built
	tests/tools/run.py $(BUILD) build-san

test:
	@tests/tools/deps.sh test
	@$(MAKE) check

run:
	@tests/tools/deps.sh run
	@$(MAKE) -s all
	@mkdir -p $(RUN_DIR)
	@echo "Letters go to $(RUN_DIR)/spool/new, a day passes in a second;"\
	    "Ctrl-C ends."
	@$(BUILD)/srokd --rules rules --database $(RUN_DIR)/srok.db \
	    --spool $(RUN_DIR)/spool --control $(RUN_DIR)/control.sock \
	    --virtual-from 2021-10-14 --rate 86400 --announce
RUN_DIR = $(BUILD)/run

deps:
	@tests/tools/deps.sh test

layers:
	tests/tools/layers.py

lint: layers
	@tests/tools/deps.sh lint
	shellcheck tests/tools/*.sh .ci/run
	cppcheck --quiet --std=c11 --enable=warning,performance,portability \
	    --inline-suppr --error-exitcode=1 -Idaemon -Inotifiers \
	    -DSROK_VERSION='""' daemon notifiers
	@# One process a file: in a shared one the analyzer loses its way.
	printf '%s\n' $(wildcard daemon/*.c daemon/*/*.c notifiers/*.c) | \
	    xargs -P2 -I{} clang-tidy --quiet {} -- -std=c11 $(CPPFLAGS)
	$(MAKE) CC=clang BUILD=build-clang all

sanitize:
	$(MAKE) tests-built
	$(MAKE) SAN=1 tests-built
	tests/tools/run.py build-san --unit
	tests/tools/valgrind.sh $(BUILD)

# Each fuzzer for FUZZ_S seconds, new inputs into a scratch corpus. FUZZ=1 is
# the build that they are made in.
FUZZ_S = 60
FUZZERS = $(patsubst tests/fuzz/%.c,$(BUILD)/fuzzers/%,\
	$(wildcard tests/fuzz/fuzz_*.c))
$(BUILD)/fuzzers/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/libsrok.a
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -fsanitize=fuzzer -o $@ $< $(BUILD)/libsrok.a \
	    $(LIB_all)

fuzzers: $(FUZZERS)

fuzz:
	@tests/tools/deps.sh fuzz
	$(MAKE) FUZZ=1 CC=clang fuzzers
	tests/tools/fuzz.sh build-fuzz/fuzzers $(FUZZ_S)

# Ratios within one run; absolute figures belong to one machine.
$(BUILD)/bench/%: $(BUILD)/tests/bench/%.o
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $< $(LIB_loop) $(LIB_web) $(LIB_store) \
	    $(LIB_load)

# Benches that use the daemon's own parts.
INSIDE = $(patsubst %,$(BUILD)/bench/%,parse load country)
$(INSIDE): $(BUILD)/bench/%: $(BUILD)/tests/bench/%.o $(BUILD)/libsrok.a
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $< $(BUILD)/libsrok.a $(LIB_all) -lical

# Contenders of tests/bench/recur.py.
RECUR = $(patsubst %,$(BUILD)/bench/recur_%,srok ical mask)
$(RECUR): $(BUILD)/bench/%: $(BUILD)/tests/bench/%.o \
    $(BUILD)/tests/bench/recur.o $(BUILD)/libsrok.a
	@mkdir -p $(@D)
	$(call say,LD,$@)
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LIB_core) -lical

bench: bench-idle bench-parse bench-load bench-recur bench-country \
    bench-simulate

bench-built:
	@tests/tools/deps.sh bench
	$(MAKE) all $(BUILD)/bench/floor $(INSIDE) $(RECUR)

bench-recur: bench-built
	tests/bench/recur.py $(BUILD)

bench-idle: bench-built
	tests/bench/idle.py $(BUILD)

bench-parse: bench-built
	$(BUILD)/bench/parse tests/bench/terms.tsv

RULES_DIR = $(BUILD)/bench/rules
bench-load: bench-built
	tests/bench/gen_rules.py tests/bench/terms.tsv $(RULES_DIR)
	$(BUILD)/bench/load $(RULES_DIR)/bodies.yaml $(RULES_DIR)/roadmap.yaml

bench-simulate: bench-built
	tests/bench/simulate.py $(BUILD)

COUNTRY = $(BUILD)/bench/country-rules
bench-country: bench-built
	tests/bench/gen_rules.py tests/bench/terms.tsv $(COUNTRY) 60 40000
	$(BUILD)/bench/country $(COUNTRY)/bodies.yaml $(COUNTRY)/roadmap.yaml \
	    $(BUILD)/bench/country.db

# --- installing -----------------------------------------------------------
install: all
	$(INSTALL) -d $(DESTDIR)$(sbindir) $(DESTDIR)$(bindir) \
	    $(DESTDIR)$(libexecdir)/srok $(DESTDIR)$(unitdir) \
	    $(DESTDIR)$(sysusersdir) $(DESTDIR)$(datarootdir)/srok/rules \
	    $(DESTDIR)$(datarootdir)/srok/schema
	$(INSTALL) -m 755 $(BUILD)/srokd $(DESTDIR)$(sbindir)/srokd
	$(INSTALL) -m 755 $(BUILD)/srokctl $(DESTDIR)$(bindir)/srokctl
	$(INSTALL) -m 755 $(BUILD)/srok-send \
	    $(DESTDIR)$(libexecdir)/srok/srok-send
	$(INSTALL) -d $(DESTDIR)$(mandir)/man1 $(DESTDIR)$(mandir)/man8 \
	    $(DESTDIR)$(datarootdir)/bash-completion/completions
	$(INSTALL) -m 644 contrib/completions/srokctl.bash \
	    $(DESTDIR)$(datarootdir)/bash-completion/completions/srokctl
	if command -v scdoc >/dev/null; then \
	    scdoc <contrib/man/srokctl.1.scd \
	        >$(DESTDIR)$(mandir)/man1/srokctl.1 && \
	    scdoc <contrib/man/srokd.8.scd >$(DESTDIR)$(mandir)/man8/srokd.8; \
	else echo "scdoc is missing: no man pages"; fi
	$(INSTALL) -m 644 rules/*.yaml $(DESTDIR)$(datarootdir)/srok/rules
	$(INSTALL) -m 644 contrib/schema/*.json \
	    $(DESTDIR)$(datarootdir)/srok/schema
	$(INSTALL) -m 644 systemd/srokd.sysusers \
	    $(DESTDIR)$(sysusersdir)/srokd.conf
	sed -e 's,@sbindir@,$(sbindir),g' -e 's,@bindir@,$(bindir),g' \
	    -e 's,@libexecdir@,$(libexecdir),g' systemd/srokd.service.in \
	    > $(DESTDIR)$(unitdir)/srokd.service

clean:
	rm -rf build build-san build-clang build-fuzz

# Objects stay between builds.
.SECONDARY:

-include $(shell find $(addprefix $(BUILD)/,daemon notifiers tests tools) \
	-type f -name '*.d' 2>/dev/null)
