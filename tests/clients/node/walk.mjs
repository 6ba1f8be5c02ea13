// Walks Node's clients of Trino: `node walk.mjs <https url> <user> <token> <authority.pem> <catalog>`; one JSON document comes out.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

const require = createRequire(process.env.CLIENTS + '/');
const {BasicAuth, Trino} = require('trino-client');
const presto = require('presto-client');

const [url, user, token, authority, catalog] = process.argv.slice(2);
const ca = readFileSync(authority);
const told = {};

async function all(client, query) {
  const rows = [];
  let columns = [];
  let error = null;
  for await (const page of await client.query(query)) {
    rows.push(...(page.data ?? []));
    columns = page.columns ?? columns;
    error = page.error ?? error;
  }
  return error ? error.errorName : {rows, columns: columns.map((column) => column.name + ':' + column.type)};
}

function trino(more = {}) {
  return Trino.create({server: url, catalog, schema: 'public', auth: new BasicAuth(user, token), ssl: {ca}, ...more});
}

const client = trino();
told.rows = await all(client, 'SELECT * FROM people ORDER BY id LIMIT 1');
told.many = (await all(client, 'SELECT id FROM people')).rows.length;
told.error = await all(client, 'SELECT nothing FROM people');
told.use = [await all(client, 'USE information_schema'), (await all(client, 'SELECT count(*) > 3 FROM tables')).rows];
told.prepared = [
  (await all(client, `PREPARE one FROM SELECT name FROM ${catalog}.public.people WHERE id = ?`)).rows,
  (await all(client, 'EXECUTE one USING 4')).rows,
];
told.purpose = (await all(trino({session: {'huiliu.purpose': 'audit'}}), 'SELECT 1')).rows;
try {
  told.wrong = await all(trino({auth: new BasicAuth(user, 'hl_wrong')}), 'SELECT 1');
} catch (error) {
  told.wrong = String(error.message ?? error);
}

const long = await client.query(`SELECT a.name, b.name FROM ${catalog}.public.people a, ${catalog}.public.people b`);
const begun = await long.next();
const about = await client.queryInfo(begun.value.id);
told.info = [about.queryId === begun.value.id, about.query.startsWith('SELECT a.name')];
await client.cancel(begun.value.id);
const ended = await client.queryInfo(begun.value.id);
told.canceled = [ended.state, ended.errorCode.name];

function old(engine, sql) {
  return new Promise((resolve) => {
    const rows = [];
    const {hostname, port} = new URL(url);
    new presto.Client({
      engine, host: hostname, port: Number(port), user, catalog, schema: 'public', ssl: {ca}, basic_auth: {user, password: token}, checkInterval: 50,
    }).execute({
      query: sql,
      data: (error, data) => rows.push(...data),
      success: () => resolve(rows),
      error: (error) => resolve(error.error?.errorName ?? String(error.message ?? error)),
    });
  });
}

for (const engine of ['trino', 'presto']) {
  told[engine] = [
    await old(engine, 'SELECT name, phone FROM people WHERE id = 2'),
    (await old(engine, 'SELECT id FROM people')).length,
    await old(engine, 'SELECT * FROM vault'),
  ];
}
console.log(JSON.stringify(told));
