/* Who stands in for an address that refuses letters for good. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "test_turn.h"

/* Nine o'clock of 1 June in Tomsk is two o'clock at Greenwich, where it might
 * as well be the evening before: whoever reaches the deputy, and the day that
 * he reads, are those of the letter's own zone. */
static void
test_days_of_the_letters_zone(void **state)
{
	struct bench *b = *state;
	static const char more[] =
	    "roadmap: east\n"
	    "in_force: {from: 2022-01-01, to: 2023-12-31}\n"
	    "timezone: Asia/Tomsk\n"
	    "supervisor: head\n"
	    "rules:\n" ROW("1", "imo");
	static const char *const old[] = {"old@dept.example"};
	static const char *const new[] = {"new@dept.example"};
	const struct contact desks[] = {
		{.email = old, .nemail = 1, .language = -1, .from = DATE_MIN,
		    .to = date_of(2022, 5, 31)},
		{.email = new, .nemail = 1, .language = -1,
		    .from = date_of(2022, 6, 1), .to = DATE_MAX}
	};
	struct turn_result refused = {
		.outcome = WIRE_REFUSED, .scope = WIRE_RECIPIENT,
		.reply = "550 5.1.1 unknown"
	};
	const struct letter_row *row;
	struct body *imo, *head;

	load_more(b, more, sizeof(more) - 1);
	imo = (struct body *)(uintptr_t)ruleset_body(&b->rules, "imo");
	head = (struct body *)(uintptr_t)ruleset_body(&b->rules, "head");
	imo->deputy = head;
	head->contacts = desks;
	head->ncontacts = 2;
	reload(b);
	run(b, june(1, 2, 0), ALL);
	assert_int_equal(b->out.nletters, 1);
	refused.id = b->out.letters[0].row->id;
	answer(b, june(1, 2, 0), &refused);
	row = letter(b, refused.id + 1);
	assert_string_equal(row->recipient, "head");
	assert_string_equal(row->address, "new@dept.example");
	assert_non_null(strstr(row->text, "Письмо от 1 июня"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_days_of_the_letters_zone,
		    setup, teardown)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
