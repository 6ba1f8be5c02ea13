-- year of a date
SELECT id, year(day) AS x FROM visits ORDER BY id

-- quarter of a date
SELECT id, quarter(day) AS x FROM visits ORDER BY id

-- month of a date
SELECT id, month(day) AS x FROM visits ORDER BY id

-- week of a date
SELECT id, week(day) AS x FROM visits ORDER BY id

-- week_of_year of a date
SELECT id, week_of_year(day) AS x FROM visits ORDER BY id

-- day of a date
SELECT id, day(day) AS x FROM visits ORDER BY id

-- day_of_month of a date
SELECT id, day_of_month(day) AS x FROM visits ORDER BY id

-- day_of_week of a date
SELECT id, day_of_week(day) AS x FROM visits ORDER BY id

-- dow of a date
SELECT id, dow(day) AS x FROM visits ORDER BY id

-- day_of_year of a date
SELECT id, day_of_year(day) AS x FROM visits ORDER BY id

-- doy of a date
SELECT id, doy(day) AS x FROM visits ORDER BY id

-- year_of_week of a date
SELECT id, year_of_week(day) AS x FROM visits ORDER BY id

-- yow of a date
SELECT id, yow(day) AS x FROM visits ORDER BY id

-- year of a timestamp
SELECT id, year(admitted) AS x FROM visits ORDER BY id

-- month of a timestamp
SELECT id, month(admitted) AS x FROM visits ORDER BY id

-- day of a timestamp
SELECT id, day(admitted) AS x FROM visits ORDER BY id

-- hour of a timestamp
SELECT id, hour(admitted) AS x FROM visits ORDER BY id

-- minute of a timestamp
SELECT id, minute(admitted) AS x FROM visits ORDER BY id

-- second of a timestamp
SELECT id, second(admitted) AS x FROM visits ORDER BY id

-- millisecond of a timestamp
SELECT id, millisecond(admitted) AS x FROM visits ORDER BY id

-- week of a timestamp
SELECT id, week(admitted) AS x FROM visits ORDER BY id

-- dow of a timestamp
SELECT id, dow(admitted) AS x FROM visits ORDER BY id

-- extract YEAR
SELECT id, extract(YEAR FROM admitted) AS x FROM visits ORDER BY id

-- extract QUARTER
SELECT id, extract(QUARTER FROM admitted) AS x FROM visits ORDER BY id

-- extract MONTH
SELECT id, extract(MONTH FROM admitted) AS x FROM visits ORDER BY id

-- extract WEEK
SELECT id, extract(WEEK FROM admitted) AS x FROM visits ORDER BY id

-- extract DAY
SELECT id, extract(DAY FROM admitted) AS x FROM visits ORDER BY id

-- extract DAY_OF_WEEK
SELECT id, extract(DAY_OF_WEEK FROM admitted) AS x FROM visits ORDER BY id

-- extract DOW
SELECT id, extract(DOW FROM admitted) AS x FROM visits ORDER BY id

-- extract DOY
SELECT id, extract(DOY FROM admitted) AS x FROM visits ORDER BY id

-- extract HOUR
SELECT id, extract(HOUR FROM admitted) AS x FROM visits ORDER BY id

-- extract MINUTE
SELECT id, extract(MINUTE FROM admitted) AS x FROM visits ORDER BY id

-- extract SECOND
SELECT id, extract(SECOND FROM admitted) AS x FROM visits ORDER BY id

-- date_trunc to a day
SELECT id, date_trunc('day', day) AS x FROM visits ORDER BY id

-- date_trunc to a week
SELECT id, date_trunc('week', day) AS x FROM visits ORDER BY id

-- date_trunc to a month
SELECT id, date_trunc('month', day) AS x FROM visits ORDER BY id

-- date_trunc to a quarter
SELECT id, date_trunc('quarter', day) AS x FROM visits ORDER BY id

-- date_trunc to a year
SELECT id, date_trunc('year', day) AS x FROM visits ORDER BY id

-- date_trunc of a timestamp to a second
SELECT id, date_trunc('second', admitted) AS x FROM visits ORDER BY id

-- date_trunc of a timestamp to a minute
SELECT id, date_trunc('minute', admitted) AS x FROM visits ORDER BY id

-- date_trunc of a timestamp to a hour
SELECT id, date_trunc('hour', admitted) AS x FROM visits ORDER BY id

-- date_trunc of a timestamp to a day
SELECT id, date_trunc('day', admitted) AS x FROM visits ORDER BY id

-- date_trunc of a timestamp to a week
SELECT id, date_trunc('week', admitted) AS x FROM visits ORDER BY id

-- date_trunc of a timestamp to a month
SELECT id, date_trunc('month', admitted) AS x FROM visits ORDER BY id

-- date_trunc of a timestamp to a quarter
SELECT id, date_trunc('quarter', admitted) AS x FROM visits ORDER BY id

-- date_trunc of a timestamp to a year
SELECT id, date_trunc('year', admitted) AS x FROM visits ORDER BY id

-- date_add of 30 days
SELECT id, date_add('day', 30, day) AS x FROM visits ORDER BY id

-- date_add of -2 weeks
SELECT id, date_add('week', -2, day) AS x FROM visits ORDER BY id

-- date_add of 1 months
SELECT id, date_add('month', 1, day) AS x FROM visits ORDER BY id

-- date_add of -1 months
SELECT id, date_add('month', -1, day) AS x FROM visits ORDER BY id

-- date_add of 1 quarters
SELECT id, date_add('quarter', 1, day) AS x FROM visits ORDER BY id

-- date_add of 1 years
SELECT id, date_add('year', 1, day) AS x FROM visits ORDER BY id

-- date_add of -4 years
SELECT id, date_add('year', -4, day) AS x FROM visits ORDER BY id

-- date_add to a timestamp of 90 seconds
SELECT id, date_add('second', 90, admitted) AS x FROM visits ORDER BY id

-- date_add to a timestamp of -5 minutes
SELECT id, date_add('minute', -5, admitted) AS x FROM visits ORDER BY id

-- date_add to a timestamp of 36 hours
SELECT id, date_add('hour', 36, admitted) AS x FROM visits ORDER BY id

-- date_add to a timestamp of 1 days
SELECT id, date_add('day', 1, admitted) AS x FROM visits ORDER BY id

-- date_add to a timestamp of 13 months
SELECT id, date_add('month', 13, admitted) AS x FROM visits ORDER BY id

-- date_add to a timestamp of 1500 milliseconds
SELECT id, date_add('millisecond', 1500, admitted) AS x FROM visits ORDER BY id

-- date_diff in days
SELECT id, date_diff('day', day, DATE '2026-03-01') AS x FROM visits ORDER BY id

-- date_diff in weeks
SELECT id, date_diff('week', day, DATE '2026-03-01') AS x FROM visits ORDER BY id

-- date_diff in months
SELECT id, date_diff('month', day, DATE '2026-03-01') AS x FROM visits ORDER BY id

-- date_diff in quarters
SELECT id, date_diff('quarter', day, DATE '2026-03-01') AS x FROM visits ORDER BY id

-- date_diff in years
SELECT id, date_diff('year', day, DATE '2026-03-01') AS x FROM visits ORDER BY id

-- date_diff of timestamps in seconds
SELECT id, date_diff('second', admitted, TIMESTAMP '2026-02-01 12:00:00') AS x FROM visits ORDER BY id

-- date_diff of timestamps in minutes
SELECT id, date_diff('minute', admitted, TIMESTAMP '2026-02-01 12:00:00') AS x FROM visits ORDER BY id

-- date_diff of timestamps in hours
SELECT id, date_diff('hour', admitted, TIMESTAMP '2026-02-01 12:00:00') AS x FROM visits ORDER BY id

-- date_diff of timestamps in days
SELECT id, date_diff('day', admitted, TIMESTAMP '2026-02-01 12:00:00') AS x FROM visits ORDER BY id

-- date_diff of timestamps in months
SELECT id, date_diff('month', admitted, TIMESTAMP '2026-02-01 12:00:00') AS x FROM visits ORDER BY id

-- date_diff of timestamps in milliseconds
SELECT id, date_diff('millisecond', admitted, TIMESTAMP '2026-02-01 12:00:00') AS x FROM visits ORDER BY id

-- date and interval of a DAY
SELECT id, day + INTERVAL '1' DAY AS x FROM visits ORDER BY id

-- date and interval of a MONTH
SELECT id, day + INTERVAL '1' MONTH AS x FROM visits ORDER BY id

-- date and interval of a YEAR
SELECT id, day + INTERVAL '1' YEAR AS x FROM visits ORDER BY id

-- timestamp less an interval of a SECOND
SELECT id, admitted - INTERVAL '1' SECOND AS x FROM visits ORDER BY id

-- timestamp less an interval of a MINUTE
SELECT id, admitted - INTERVAL '1' MINUTE AS x FROM visits ORDER BY id

-- timestamp less an interval of a HOUR
SELECT id, admitted - INTERVAL '1' HOUR AS x FROM visits ORDER BY id

-- timestamp less an interval of a DAY
SELECT id, admitted - INTERVAL '1' DAY AS x FROM visits ORDER BY id

-- timestamp less an interval of a MONTH
SELECT id, admitted - INTERVAL '1' MONTH AS x FROM visits ORDER BY id

-- timestamp less an interval of a YEAR
SELECT id, admitted - INTERVAL '1' YEAR AS x FROM visits ORDER BY id

-- difference of dates
SELECT id, day - DATE '2026-01-01' AS x FROM visits ORDER BY id

-- difference of timestamps
SELECT id, admitted - TIMESTAMP '2026-01-01 00:00:00' AS x FROM visits ORDER BY id

-- interval times a number
SELECT INTERVAL '1' DAY * 3 AS a, 2 * INTERVAL '1' MONTH AS b

-- intervals added
SELECT INTERVAL '1' DAY + INTERVAL '2' HOUR AS a, INTERVAL '1' YEAR - INTERVAL '1' MONTH AS b

-- interval over a number
SELECT INTERVAL '1' DAY / 2 AS a

-- intervals compared
SELECT INTERVAL '1' DAY < INTERVAL '25' HOUR AS a, INTERVAL '12' MONTH = INTERVAL '1' YEAR AS b

-- month ends
SELECT DATE '2026-01-31' + INTERVAL '1' MONTH AS a, date_add('month', 1, DATE '2024-01-31') AS b, DATE '2024-02-29' - INTERVAL '1' YEAR AS c

-- last_day_of_month
SELECT id, last_day_of_month(day) AS x FROM visits ORDER BY id

-- last_day_of_month of a timestamp
SELECT id, last_day_of_month(admitted) AS x FROM visits ORDER BY id

-- to_unixtime
SELECT id, to_unixtime(admitted) AS x FROM visits ORDER BY id

-- from_unixtime
SELECT from_unixtime(0) AS x

-- from_unixtime with zone
SELECT from_unixtime(0, 'Asia/Shanghai') AS x

-- from_unixtime with hours
SELECT from_unixtime(0, 8, 0) AS x

-- from_unixtime_nanos
SELECT from_unixtime_nanos(0) AS x

-- to_milliseconds
SELECT id, to_milliseconds(admitted - TIMESTAMP '2026-01-01 00:00:00') AS x FROM visits ORDER BY id

-- parse_duration
SELECT parse_duration('3.5d') AS x

-- date_format
SELECT id, date_format(day, '%Y年%m月%d日') AS x FROM visits ORDER BY id

-- date_format of a timestamp
SELECT id, date_format(admitted, '%Y-%m-%d %H:%i:%s') AS x FROM visits ORDER BY id

-- date_format in words
SELECT id, date_format(day, '%a %b %e %y') AS x FROM visits ORDER BY id

-- date_format in twelve hours
SELECT id, date_format(admitted, '%h:%i %p') AS x FROM visits ORDER BY id

-- date_parse
SELECT date_parse('2026-01-05 08:30', '%Y-%m-%d %H:%i') AS a, date_parse('20260105', '%Y%m%d') AS b

-- date_parse of what is none
SELECT date_parse('2026-13-05', '%Y-%m-%d') AS a

-- format_datetime
SELECT id, format_datetime(admitted, 'yyyy-MM-dd HH:mm') AS x FROM visits ORDER BY id

-- parse_datetime
SELECT parse_datetime('2026-01-05', 'yyyy-MM-dd') AS x

-- from_iso8601_date
SELECT from_iso8601_date('2026-01-05') AS a

-- from_iso8601_timestamp
SELECT from_iso8601_timestamp('2026-01-05T08:30:00Z') AS a

-- from_iso8601_timestamp_nanos
SELECT from_iso8601_timestamp_nanos('2026-01-05T08:30:00Z') AS a

-- to_iso8601 of a date
SELECT id, to_iso8601(day) AS x FROM visits ORDER BY id

-- to_iso8601 of a timestamp
SELECT id, to_iso8601(admitted) AS x FROM visits ORDER BY id

-- date of text
SELECT date('2026-01-05') AS x

-- date of a timestamp
SELECT id, date(admitted) AS x FROM visits ORDER BY id

-- at_timezone
SELECT at_timezone(TIMESTAMP '2026-01-05 08:30:00 UTC', 'Asia/Shanghai') AS x

-- at time zone
SELECT TIMESTAMP '2026-01-05 08:30:00 UTC' AT TIME ZONE 'Asia/Shanghai' AS x

-- with_timezone
SELECT with_timezone(TIMESTAMP '2026-01-05 08:30:00', 'Asia/Shanghai') AS x

-- timezone_hour
SELECT timezone_hour(TIMESTAMP '2026-01-05 08:30:00 +08:00') AS x, timezone_minute(TIMESTAMP '2026-01-05 08:30:00 +08:00') AS y

-- timezone
SELECT timezone(TIMESTAMP '2026-01-05 08:30:00 UTC') AS x

-- hour of a time
SELECT resident_id, hour(wake) AS x FROM profiles ORDER BY resident_id

-- minute of a time
SELECT resident_id, minute(wake) AS x FROM profiles ORDER BY resident_id

-- second of a time
SELECT resident_id, second(wake) AS x FROM profiles ORDER BY resident_id

-- time and interval
SELECT resident_id, wake + INTERVAL '1' HOUR AS x FROM profiles ORDER BY resident_id

-- day of an interval
SELECT day(INTERVAL '3' DAY) AS d, hour(INTERVAL '3' HOUR) AS h

-- year of an interval
SELECT year(INTERVAL '14' MONTH) AS y, month(INTERVAL '14' MONTH) AS m

-- current date is one day (varies)
SELECT date_trunc('month', current_date) AS x

-- two moments compared (varies)
SELECT now() > TIMESTAMP '2020-01-01 00:00:00 UTC' AS x

-- dates far away
SELECT DATE '9999-12-31' - INTERVAL '9998' YEAR AS a, date_add('day', -800000, DATE '2026-01-01') AS b

-- overlap of periods
SELECT a.id, b.id FROM visits a JOIN visits b ON a.id < b.id AND a.day <= b.day + INTERVAL '10' DAY AND b.day <= a.day + INTERVAL '10' DAY

-- date_trunc of a NULL without a type is wrong
SELECT date_trunc('hour', NULL)

-- date_add to a NULL without a type is wrong
SELECT date_add('day', 1, NULL)

-- extract from a NULL without a type is wrong
SELECT extract(YEAR FROM NULL)

-- a NULL without a type at time zone is wrong
SELECT NULL AT TIME ZONE 'UTC'

-- parts of typed NULLs
SELECT extract(YEAR FROM CAST(NULL AS date)) AS a, date_trunc('day', CAST(NULL AS date)) AS b, date_diff('day', NULL, NULL) AS c, year(NULL) AS d

-- differences of microseconds
SELECT date_diff('second', a, b) AS s, date_diff('millisecond', a, b) AS l, date_diff('minute', a, b) AS i, date_diff('day', a, b) AS d, date_diff('month', a, b) AS m, date_diff('year', a, b) AS y, a, b FROM (VALUES (TIMESTAMP '2020-01-01 00:00:00.000999', TIMESTAMP '2020-01-01 00:00:01.000000'), (TIMESTAMP '2020-01-01 00:00:00.999999', TIMESTAMP '2020-01-01 00:00:01.999998'), (TIMESTAMP '1969-12-31 23:59:59.999999', TIMESTAMP '1970-01-01 00:00:00.999998'), (TIMESTAMP '1969-12-31 23:59:59.000000', TIMESTAMP '1969-12-31 23:59:58.000001'), (TIMESTAMP '2020-01-29 00:00:00.000001', TIMESTAMP '2020-02-29 00:00:00.000000'), (TIMESTAMP '2020-01-31 00:00:00.001', TIMESTAMP '2020-02-29 00:00:00.000999'), (TIMESTAMP '1960-02-29 00:00:00.000000', TIMESTAMP '1960-01-29 00:00:00.000001')) AS t(a, b)

-- differences of microseconds over rows
SELECT id, date_diff('day', admitted, TIMESTAMP '2026-03-01 00:00:00') AS d, date_diff('hour', CAST(day AS timestamp), admitted) AS h, date_diff('week', TIMESTAMP '2026-03-01 00:00:00', admitted) AS w FROM visits
