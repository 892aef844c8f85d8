#include "compose/plain.h"
#include "compose/russian.h"
#include "compose/tongue.h"

/* --- grammar ------------------------------------------------------------- */

static void
order_date(struct str *out, struct date d)
{
	struct civil c = date_civil(d);

	str_addf(out, "%02d.%02d.%d", c.day, c.month, c.year);
}

static void
add_days(struct str *out, unsigned n)
{
	static const char *const days[3] = {"день", "дня", "дней"};

	russian_count(out, n, days);
}

static void
working(struct str *out, unsigned n)
{
	static const char *const forms[3] = {"рабочий", "рабочих", "рабочих"};

	str_add(out, " (");
	russian_count(out, n, forms);
	str_add(out, ")");
}

static void
worked_weekend(struct str *out, struct date d, struct date_span off)
{
	struct civil first = date_civil(off.first), last;

	str_addf(out, ", %s", russian_worked(date_weekday(d)));
	if (span_empty(off))
		return;
	last = date_civil(off.last);
	str_add(out, " (");
	if (first.month == last.month && first.day != last.day)
		str_addf(out, "%d–%d", first.day, last.day);
	else
		russian_span(out, off);
	str_add(out, first.day == last.day && first.month == last.month ?
	    NBSP "— выходной)" : NBSP "— выходные)");
}

/* «с 14 октября по 31 декабря 2021 г.» */
static void
period_span(struct str *out, struct date_span s)
{
	if (date_civil(s.first).year != date_civil(s.last).year) {
		russian_span(out, s);
		return;
	}
	russian_from(out, s.first);
	str_add(out, " по" NBSP);
	russian_date(out, s.last);
}

static const char *
day_off(enum workcal_kind kind, enum weekday day)
{
	switch (kind) {
	case WORKCAL_HOLIDAY:
		return "праздничный день";
	case WORKCAL_CARRIED:
	case WORKCAL_MOVED:
		return "выходной день (перенос)";
	case WORKCAL_EXCEPTION:
		return "нерабочий день";
	default:
		return russian_weekday(day);
	}
}

/* «из 1 заседания», «из 4 заседаний»: the genitive of the noun. */
static size_t
counted_form(unsigned n)
{
	return russian_plural(n) == 0 ? 1 : 2;
}

/* Heads of groups' names: what «каждая», «каждый» and counts agree with. */
static const struct head_noun heads[] = {
	{"школы", "каждая школа", "школы", "школ"},
	{"учреждения", "каждое учреждение", "учреждения", "учреждений"},
	{"организации", "каждая организация", "организации", "организаций"},
	{"гимназии", "каждая гимназия", "гимназии", "гимназий"},
	{"лицеи", "каждый лицей", "лицея", "лицеев"},
	{"колледжи", "каждый колледж", "колледжа", "колледжей"},
	{"сады", "каждый сад", "сада", "садов"},
	{"библиотеки", "каждая библиотека", "библиотеки", "библиотек"},
	{"больницы", "каждая больница", "больницы", "больниц"},
	{"поликлиники", "каждая поликлиника", "поликлиники", "поликлиник"},
	{"лаборатории", "каждая лаборатория", "лаборатории", "лабораторий"},
	{"центры", "каждый центр", "центра", "центров"},
	{"комитеты", "каждый комитет", "комитета", "комитетов"},
	{"министерства", "каждое министерство", "министерства",
	    "министерств"},
	{"отделы", "каждый отдел", "отдела", "отделов"},
	{"управления", "каждое управление", "управления", "управлений"},
	{"районы", "каждый район", "района", "районов"},
	{"муниципалитеты", "каждый муниципалитет", "муниципалитета",
	    "муниципалитетов"},
	{NULL, NULL, NULL, NULL}
};

/* --- sentences ----------------------------------------------------------- */

#define ASK "Отметить исполнение или попросить о переносе:"
#define TELL "Об исполнении сообщите: {answer}"
#define MARK "Отметить исполнение"

const struct tongue tongue_ru = {
	.language = LANGUAGE_RU,
	.code = "ru",
	.columns = 68,
	.salutation = "Уважаемые коллеги!",
	.say = {
	[SAY_OPENS] = {
		"К исполнению: {x} — срок {due}",
		"Начался период исполнения. Последний день — {last}.",
		ASK, MARK, TELL },
	[SAY_LEFT] = {
		"{^left}: {x} — срок {due}",
		"{^left}{working}, {log}. Последний день — {last}.",
		ASK, MARK, TELL },
	[SAY_TOMORROW] = {
		"Завтра срок: {x}",
		"Завтра последний день — {last}; {log}.",
		ASK, MARK, TELL },
	[SAY_TODAY] = {
		"Сегодня срок: {x}",
		"Сегодня последний день — {last}; {log}.",
		ASK, MARK, TELL },
	[SAY_HALF] = {
		"Половина срока, отметок нет: {x}",
		"Прошла половина срока, отметок нет. {^left}; последний день "
		"— {last}.",
		"Отметить исполнение или часть работы:", MARK,
		"Об исполнении или части работы сообщите: {answer}" },
	[SAY_PACE] = {
		"Отстаёт, {done} из {min}: {x} — срок {due}",
		"{^by_point} ожидалось {wanted} из {min_noun}, отмечено "
		"{done}. Нужно ещё {more}; последний день — {last}.",
		"Отметить ещё одно:", "Отметить ещё одно", TELL },
	[SAY_STANDING] = {
		"Подтвердите {attested}: {x}",
		"Пункт исполняется постоянно; {for_term} нужна одна отметка. "
		"Последний день — {last}.",
		"Подтвердить:", "Подтвердить", TELL },
	[SAY_LATE] = {
		"{^late}: {x}",
		"Срок истёк {expired}; {log}.",
		"Отметить исполнение или назвать день:", MARK,
		"Об исполнении или новом дне сообщите: {answer}" },
	[SAY_ESCALATE] = {
		"На контроль, {late}: {x}",
		"Срок истёк {expired}; {log}.",
		"Принять решение:", "Принять решение",
		"Решение сообщите: {answer}" },
	[SAY_ACCEPT] = {
		"На приёмку: {x} — отметка {marked}",
		"Исполнение отмечено: {marked_day}. Оно засчитывается после "
		"Вашего решения: принять или вернуть на доработку.",
		"Принять или вернуть:", "Принять или вернуть",
		"О приёмке или возврате сообщите: {answer}" },
	[SAY_CLOSED] = {
		"Исполнено: {x} — {met}",
		"{^deed}: {met_day}, {delay}. От Вас ничего не требуется.",
		"", "Открыть", NULL },
	[SAY_WAIVED] = {
		"Исполнение не требуется: {x}",
		"В этот раз исполнение не требуется: так решено. Напоминаний "
		"больше не будет.",
		"", "Открыть", NULL },
	[SAY_REOPENED] = {
		"Отметка снята: {x} — срок {due}",
		"Отметка об исполнении снята{still}. {term}.",
		"Отметить исполнение или назвать день:", MARK, TELL },
	[SAY_RETURNED] = {
		"На доработку: {x} — срок {due}",
		"Результат возвращён на доработку{still}. {term}.",
		"Отметить исполнение или назвать день:", MARK, TELL },
	[SAY_OWED_AGAIN] = {
		"Снова требуется: {x} — срок {due}",
		"Решение о том, что исполнение не требуется, отменено{still}. "
		"{term}.",
		"Отметить исполнение или назвать день:", MARK, TELL },
	[SAY_SCHEDULE] = {
		"Нужен график{owner}{for_year}: {items}",
		"Просим {enter} даты Вашего графика{for_year}: по ним "
		"{computed} {items}. Пока дат нет, исполнители напоминаний "
		"не получают.",
		"Внести даты или приложить файл:", "Внести даты",
		"Даты сообщите: {answer}" },
	},
	.figure_action = "Внести показатель или попросить о переносе:",
	.figure_answer = "Показатель сообщите: {answer}",
	.lead_of = {
		[ROLE_LEAD] = "как исполнителю",
		[ROLE_CO] = "как соисполнителю",
		[ROLE_SUPERVISOR] = "для контроля за исполнением",
		[ROLE_CONTROLLER] = "для приёмки результата",
		[ROLE_OWNER] = "как составителю графика",
	},
	.instead = "как администратору",
	.pass_on = "Передайте письмо адресату и внесите его адрес "
	    "(bodies.yaml).",
	.follows = "вслед за письмом {follows}",
	.deputy = "{reason} (замещение: {name})",
	.closing = "Письмо {number} — Вам {reason}.",
	.labels = {
		[LABEL_ACTIVITY] = "Мероприятие",
		[LABEL_FIGURE] = "Показатель",
		[LABEL_BASIS] = "Основание",
		[LABEL_IN_ORDER] = "По приказу",
		[LABEL_IN_PLAN] = "По плану",
		[LABEL_REQUESTED] = "Запрос поступил",
		[LABEL_MOVED] = "Срок перенесён",
		[LABEL_READING] = "Прочтение срока",
		[LABEL_PERIOD] = "Период",
		[LABEL_MARK] = "Отметка",
		[LABEL_RESULT] = "Результат",
		[LABEL_RESPONSIBLE] = "Ответственный",
		[LABEL_RESPONSIBLE_MANY] = "Ответственные",
		[LABEL_CO] = "Соисполнители",
		[LABEL_CO_INFORMED] = "Соисполнители (извещены)",
		[LABEL_LOGGED] = "Отмечено",
		[LABEL_PART] = "Отмечена часть",
		[LABEL_PROMISED] = "Обещано",
		[LABEL_DECISION] = "Решение",
		[LABEL_ACCEPTED] = "Принято",
		[LABEL_WITHDRAWN] = "Снята",
		[LABEL_NO_ADDRESS] = "Адреса нет",
	},
	.columns_of = {
		[COLUMN_ITEM] = "Пункт", [COLUMN_WHAT] = "Что",
		[COLUMN_TERM] = "Срок", [COLUMN_LOGGED] = "Отмечено",
		[COLUMN_DAY] = "Дата", [COLUMN_LETTER] = "Письмо",
		[COLUMN_TO] = "Кому",
	},
	.order = "приказ от {date} № {number}",
	.order_short = "приказ № {number}",
	.item = "п. {item}",
	.items = "п. {item}",
	.amended = " (ред. от {date})",
	.quoted = "«{when}»",
	.glossed = "«{when}» ({gloss})",
	.shifted = {
		[SHIFTED_BEFORE] =
		    "{due} — {why}, срок — предшествующий рабочий день",
		[SHIFTED_AFTER] =
		    "{due} — {why}, срок — следующий рабочий день",
		[SHIFTED_START] = "{due} — {why}, срок — день начала периода",
	},
	.moved = "с {from} на {to}",
	.period = "{span}, неполный",
	.prorated = "{span}, неполный; отметок нужно {min}, а не {full}",
	.mark = "{by}, {day}",
	.result_word = {
		[RESULT_DOCUMENT] = "документ", [RESULT_FILE] = "файл",
		[RESULT_LINK] = "ссылка", [RESULT_TEXT] = "описание",
		[RESULT_YES_NO] = "да или нет", [RESULT_NUMBER] = "число",
		[RESULT_PERCENT] = "число, %",
	},
	.result_hint = {
		[RESULT_FILE] = " (файл)", [RESULT_LINK] = " (ссылка)",
		[RESULT_YES_NO] = " (да или нет)", [RESULT_NUMBER] = " (число)",
		[RESULT_PERCENT] = " (число, %)",
	},
	.optional = "необязательно",
	.yes = "да", .no = "нет", .decimal = ',',
	.each = "{each} за себя",
	.each_of = "{name} — каждый исполнитель за себя",
	.any = "{name}, достаточно одной отметки",
	.missing = "{name}; отметки нет: {missing}",
	.and_more = " и ещё {n}",
	.heads = heads,
	.nothing = "отметки нет",
	.part = "отмечена часть работы",
	.logged = "отмечено {count}",
	.still = "; ",
	.of = "{done} из" NBSP "{min_noun}",
	.submitted = "отметка ждёт приёмки",
	.promised = "{log}, обещано {to}",
	.row_log = {
		[SAY_PACE] = "{log}, {by_point} ожидалось {wanted}",
		[SAY_HALF] = "{log}, прошла половина срока",
		[SAY_REOPENED] = "отметка снята{still}",
		[SAY_RETURNED] = "возвращено на доработку{still}",
		[SAY_OWED_AGAIN] = "снова требуется{still}",
	},
	.left_to = "Последний день — {last}",
	.expired = "Срок истёк {expired}",
	.delay = "на {days} позже срока",
	.deed_marked = "исполнение отмечено",
	.deed_done = "исполнено",
	.in_time = "в срок",
	.provisional = " (предварительно: нет календаря на {year} год)",
	.provisional_short = " (предварительно)",
	.stages = {
		[STAGE_OPENS] = {"напоминание", "напоминания",
		    "к исполнению", "к исполнению"},
		[STAGE_BEFORE] = {"напоминание", "напоминания",
		    "напоминание", "напоминания"},
		[STAGE_HALF] = {"напоминание", "напоминания",
		    "о половине срока", "о половине срока"},
		[STAGE_PACE] = {"напоминание", "напоминания",
		    "об отставании", "об отставании"},
		[STAGE_DUE] = {"напоминание", "напоминания",
		    "напоминание", "напоминания"},
		[STAGE_LATE] = {"письмо о просрочке", "письма о просрочке",
		    "о просрочке", "о просрочке"},
		[STAGE_ESCALATE] = {"на контроль", "на контроль",
		    "на контроль", "на контроль"},
		[STAGE_ACCEPT] = {"письмо о приёмке", "письма о приёмке",
		    "на приёмку", "на приёмку"},
		[STAGE_SCHEDULE] = {"повторная просьба", "повторные просьбы",
		    "о графике", "о графике"},
		[STAGE_CLOSED] = {"письмо об исполнении",
		    "письма об исполнении", "об исполнении", "об исполнении"},
		[STAGE_REOPENED] = {"письмо о снятии отметки",
		    "письма о снятии отметки", "снова к исполнению",
		    "снова к исполнению"},
	},
	.next = "Дальше: {entries}.",
	.next_entry = "{days} — {what}",
	.next_between = ", ",
	.and = " и ",
	.again = {"повторное письмо", "повторные письма"},
	.again_others = {"повторное письмо исполнителям",
	    "повторные письма исполнителям"},
	.escalate = "на контроль: {who}",
	.about = {"письмо о {items}", "письмо исполнителям о {items}",
	    "на контроль: {items}"},
	.named = {"письмо: {items}", "письмо исполнителям: {items}"},
	.letters = {"письмо о {n} сроке", "письмо о {n} сроках",
	    "письмо о {n} сроках"},
	.controls = {"на контроль: {n} срок", "на контроль: {n} срока",
	    "на контроль: {n} сроков"},
	.told_title = "Отправлено исполнителям:",
	.told_silent = "Отправлено исполнителям, ответов нет:",
	.unanswered = "{who}, писем без ответа: {n}",
	.ahead = "{^last}; {log}",
	.one_button = "{^last}. Отметить — одной кнопкой",
	.groups = {
	[GROUP_LATE] = { "Просрочено",
		{"Просрочен {n} срок", "Просрочено {n} срока",
		 "Просрочено {n} сроков"}, "просрочено {n}",
		"{due}, {late}; {log}", "{due}, {late}", "{log}" },
	[GROUP_ACCEPT] = { "Ждут решения",
		{"Ждёт решения {n} отметка", "Ждут решения {n} отметки",
		 "Ждут решения {n} отметок"}, "ждут решения: {n}",
		"отметка {marked}, ждёт приёмки", "{due}",
		"{marked}, ждёт приёмки" },
	[GROUP_WEEK] = { "На этой неделе",
		{"На этой неделе {n} срок", "На этой неделе {n} срока",
		 "На этой неделе {n} сроков"}, "на этой неделе {n}",
		"{near}; {log}", "{near}", "{log}" },
	[GROUP_LATER] = { "Позже",
		{"Впереди {n} срок", "Впереди {n} срока",
		 "Впереди {n} сроков"}, "позже {n}",
		"{near}; {log}", "{near}", "{log}" },
	[GROUP_SCHEDULE] = { "Нужны графики",
		{"Нужен {n} график", "Нужны {n} графика",
		 "Нужны {n} графиков"}, "графики: {n}",
		"нужны даты{for_year}", "нужны даты{for_year}", "" },
	[GROUP_CLOSED] = { "Исполнено",
		{"Исполнен {n} пункт", "Исполнено {n} пункта",
		 "Исполнено {n} пунктов"}, "исполнено {n}",
		"{closed}", "{due}", "{closed}" },
	},
	.digest_subject = "{groups} — {day}",
	.digest_ahead = "{groups} — ближайший {day}",
	.digest_today = "Сегодня срок: {count}",
	.digest_tomorrow = "Завтра срок: {count}",
	.digest_left = "{^left}: {count} — срок {due}",
	.digest_count = {"{n} пункт", "{n} пункта", "{n} пунктов"},
	.digest_control = "На контроль: {groups} — {day}",
	.digest_action = "Открыть и отметить:",
	.digest_button = "Открыть мои сроки",
	.digest_answer = TELL,
	.digest_row = "{cite}, {order}: {short}",
	.rest = "и ещё {n}",
	.today = "сегодня, ",
	.tomorrow = "завтра, ",
	.for_year = " на {year} год",
	.for_term = "за период",
	.for_term_year = "за год",
	.closed_row = "исполнено {met}, {delay}",
	.waived_row = "исполнение не требуется",
	.attest_year = "за {year} год",
	.attest_any = "исполнение",
	.schedule_enter = "внести",
	.schedule_tell = "сообщить",
	.computed_one = "считается",
	.computed_many = "считаются",
	.alarms = {
	[ALARM_RULES] = {
		{"Правила не загружены: {n} ошибка, действуют прежние",
		 "Правила не загружены: {n} ошибки, действуют прежние",
		 "Правила не загружены: {n} ошибок, действуют прежние"},
		"Изменение от {since}, не принято; письма идут по правилам "
		"от {other}.",
		"Исправить, затем: srokctl check, srokctl reload" },
	[ALARM_UNDELIVERED] = {
		{"Не доставлено {n} письмо", "Не доставлено {n} письма",
		 "Не доставлено {n} писем"},
		"Новых попыток не будет.",
		"Исправить адрес в правилах: последнее напоминание уйдёт на "
		"новый. Повторить на прежний: srokctl outbox release НОМЕР" },
	[ALARM_WAY] = {
		{"{name} стоит с {since_hour}, в очереди {n} письмо",
		 "{name} стоит с {since_hour}, в очереди {n} письма",
		 "{name} стоит с {since_hour}, в очереди {n} писем"},
		"{name}, {since}:",
		"Дальше: попытка в {other_hour}, затем каждый час. Очередь: "
		"srokctl outbox" },
	[ALARM_HELD] = {
		{"Задержано {n} письмо: больше caps.wave за один раз",
		 "Задержано {n} письма: больше caps.wave за один раз",
		 "Задержано {n} писем: больше caps.wave за один раз"},
		"Писем на один час оказалось больше, чем разрешает caps.wave. "
		"Лишние ждут решения; сами они не уйдут.",
		"Посмотреть: srokctl outbox --state held. Отпустить: srokctl "
		"outbox release НОМЕР" },
	[ALARM_CAPPED] = {
		{"Писем больше, чем разрешает caps: {n} адрес",
		 "Писем больше, чем разрешает caps: {n} адреса",
		 "Писем больше, чем разрешает caps: {n} адресов"},
		"Этим адресам за час или за день уже отправлено столько "
		"писем, сколько разрешает caps. Остальное войдёт в следующее "
		"письмо; в списке — число напоминаний.",
		"Пределы: caps.recipient_hour, caps.recipient_day "
		"в srokd.yaml" },
	[ALARM_CALENDAR] = {
		{"Нет календаря на {year} год: сроки предварительны",
		 "Нет календаря на {year} год: сроки предварительны",
		 "Нет календаря на {year} год: сроки предварительны"},
		"Выходные {year} года взяты без переносов Правительства. "
		"Сроков в" NBSP "нём:" NBSP "{n}; в письмах при них стоит "
		"«предварительно».",
		"Внести: {name}, затем: srokctl reload" },
	[ALARM_BACKUP] = {
		{"Резервная копия базы не сделана",
		 "Резервная копия базы не сделана",
		 "Резервная копия базы не сделана"},
		"Копия базы в {name} не получается, первая неудача — {since}:",
		"Проверить место на диске и права; следующая попытка — через "
		"час. Сделать копию самому: srokctl backup КАТАЛОГ" },
	[ALARM_CLOCK] = {
		{"Часы сервера ушли вперёд, письма не уходят",
		 "Часы сервера ушли вперёд, письма не уходят",
		 "Часы сервера ушли вперёд, письма не уходят"},
		"Часы показывают {since}; по последней записи ожидалось {other}. "
		"Пока время не подтверждено, ничего не готовится и не "
		"отправляется.",
		"Проверить время: timedatectl. После синхронизации письма пойдут "
		"сами; если часы верны: srokctl clock --believe" },
	[ALARM_RESTORED] = {
		{"База восстановлена из копии: задержано {n} письмо",
		 "База восстановлена из копии: задержано {n} письма",
		 "База восстановлена из копии: задержано {n} писем"},
		"{other} база заменена копией от {since}. Отметки, внесённые "
		"между этими датами, утрачены: их нужно внести заново. Какие "
		"письма тогда ушли, копия не знает; те, что могли уйти, "
		"задержаны.",
		"Ушло ли письмо, скажет журнал почтового сервера. Отпустить: "
		"srokctl outbox release НОМЕР; не отправлять: srokctl outbox "
		"cancel НОМЕР. Список: srokctl outbox --state held" },
	[ALARM_TEST] = {
		{"Проверочное письмо", "Проверочное письмо",
		 "Проверочное письмо"},
		"Отправлено командой srokctl test-send {since}.",
		"Делать ничего не нужно." },
	},
	.alarm_more = " (и ещё {n})",
	.administrator = "Администратор",
	.passed_subject = "Замещение: {subject}",
	.passed = "Письмо от {day} не дошло до получателя: {name}, "
	    "<{address}>; ответ почтового сервера: «{reply}». Вам оно "
	    "направлено как замещающему, ниже — его текст.",
	.plural = russian_plural,
	.short_day = russian_short_day,
	.date = russian_date,
	.week_day = russian_week_day,
	.day = russian_day,
	.on_day = russian_on_day,
	.to = russian_to,
	.order_date = order_date,
	.period_span = period_span,
	.left = russian_left,
	.late = russian_late,
	.days = add_days,
	.working = working,
	.worked_weekend = worked_weekend,
	.day_off = day_off,
	.counted_form = counted_form,
};
