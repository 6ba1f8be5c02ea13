// Walks the genuine JDBC driver through what BI tools do. Prints one line for each step: its name, a tab, what came of it.
// java -cp <driver>:<classes> Walk <url> <user> <password> <authority.pem> <catalog> <step> ...

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.StringJoiner;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

public final class Walk {
    private static String url;
    private static String user;
    private static String password;
    private static String authority;
    private static String catalog;

    private interface Step {
        String run() throws Exception;
    }

    public static void main(String[] words) throws Exception {
        url = words[0];
        user = words[1];
        password = words[2];
        authority = words[3];
        catalog = words[4];
        for (int at = 5; at < words.length; at++) {
            Step step = step(words[at]);
            String told;
            try {
                told = step.run();
            } catch (Exception error) {
                String state = error instanceof SQLException sql ? sql.getSQLState() + " " + sql.getErrorCode() + " " : "";
                told = "! " + error.getClass().getSimpleName() + " " + state + error.getMessage();
            }
            System.out.println(words[at] + "\t" + told.replace("\n", "\\n"));
        }
        System.exit(0);
    }

    private static Step step(String name) {
        return switch (name) {
            case "product" -> Walk::product;
            case "valid" -> Walk::valid;
            case "catalogs" -> () -> metadata(m -> m.getCatalogs());
            case "schemas" -> () -> metadata(m -> m.getSchemas(catalog, null));
            case "tables" -> () -> metadata(m -> m.getTables(catalog, "pub%", "%", new String[] {"TABLE", "VIEW"}));
            case "hidden" -> () -> metadata(m -> m.getTables(catalog, "public", "vault", null));
            case "columns" -> () -> metadata(m -> m.getColumns(catalog, "public", "people", "%"));
            case "pattern" -> () -> metadata(m -> m.getColumns(catalog, "public", "peopl_", "n%"));
            case "escaped" -> () -> metadata(m -> m.getColumns(catalog, "public", "peopl" + m.getSearchStringEscape() + "_", null));
            case "typeinfo" -> Walk::typeInfo;
            case "tabletypes" -> () -> metadata(m -> m.getTableTypes());
            case "empty" -> Walk::emptyMetadata;
            case "rows" -> () -> rows("SELECT * FROM people ORDER BY id LIMIT 2");
            case "types" -> Walk::types;
            case "prepared" -> () -> prepared(true);
            case "immediate" -> () -> prepared(false);
            case "parameters" -> Walk::parameters;
            case "described" -> Walk::described;
            case "batch" -> Walk::batch;
            case "warnings" -> Walk::warnings;
            case "cancel" -> Walk::cancel;
            case "timeout" -> Walk::timeout;
            case "maxrows" -> Walk::maxRows;
            case "transaction" -> Walk::transaction;
            case "use" -> Walk::use;
            case "session" -> Walk::session;
            case "update" -> () -> updated("DELETE FROM people");
            case "create" -> () -> updated("CREATE TABLE x AS SELECT 1 AS a");
            case "wrong" -> () -> one(open("password", "hl_wrong", true), "SELECT 1");
            case "untrusted" -> () -> one(open("", "", false), "SELECT 1");
            case "token" -> () -> one(open("accessToken", password, true), "SELECT current_user");
            case "browser" -> Walk::browser;
            case "large" -> Walk::large;
            case "explain" -> () -> one(open("", "", true), "EXPLAIN SELECT name FROM people");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Connection open(String key, String value, boolean trusts) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        if (!key.equals("accessToken")) {
            properties.setProperty("password", password);
        }
        if (!key.isEmpty()) {
            properties.setProperty(key, value);
        }
        properties.setProperty("SSL", "true");
        if (trusts) {
            properties.setProperty("SSLTrustStorePath", authority);
        }
        return DriverManager.getConnection(url + "/" + catalog + "/public", properties);
    }

    private static String browser() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("SSL", "true");
        properties.setProperty("SSLTrustStorePath", authority);
        properties.setProperty("externalAuthentication", "true");
        properties.setProperty("externalAuthenticationRedirectHandlers", "PRINT");
        return one(DriverManager.getConnection(url + "/" + catalog + "/public", properties), "SELECT * FROM people ORDER BY id LIMIT 1");
    }

    private static Connection open() throws SQLException {
        return open("", "", true);
    }

    private interface Asked {
        ResultSet of(DatabaseMetaData metadata) throws SQLException;
    }

    private static String metadata(Asked asked) throws SQLException {
        try (Connection connection = open(); ResultSet found = asked.of(connection.getMetaData())) {
            return shown(found);
        }
    }

    private static String shown(ResultSet found) throws SQLException {
        ResultSetMetaData about = found.getMetaData();
        StringJoiner lines = new StringJoiner(" | ");
        while (found.next()) {
            StringJoiner cells = new StringJoiner(",");
            for (int at = 1; at <= about.getColumnCount(); at++) {
                cells.add(String.valueOf(found.getObject(at)));
            }
            lines.add(cells.toString());
        }
        return lines.toString();
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (connection; Statement statement = connection.createStatement(); ResultSet found = statement.executeQuery(sql)) {
            return shown(found);
        }
    }

    private static String rows(String sql) throws SQLException {
        return one(open(), sql);
    }

    private static String product() throws SQLException {
        try (Connection connection = open()) {
            DatabaseMetaData about = connection.getMetaData();
            return about.getDatabaseProductName() + " " + about.getDatabaseProductVersion() + " " + about.getDatabaseMajorVersion() + " "
                    + about.getUserName() + " " + about.isReadOnly() + " " + about.getURL().startsWith("jdbc:trino://");
        }
    }

    private static String valid() throws SQLException {
        try (Connection connection = open("validateConnection", "true", true)) {
            return String.valueOf(connection.isValid(5));
        }
    }

    private static String typeInfo() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = open(); ResultSet found = connection.getMetaData().getTypeInfo()) {
            while (found.next()) {
                names.add(found.getString("TYPE_NAME") + ":" + found.getInt("DATA_TYPE"));
            }
        }
        return String.join(" ", names);
    }

    private static String emptyMetadata() throws SQLException {
        try (Connection connection = open()) {
            DatabaseMetaData about = connection.getMetaData();
            ResultSet[] all = {
                about.getPrimaryKeys(catalog, "public", "people"), about.getImportedKeys(catalog, "public", "people"),
                about.getProcedures(catalog, null, null), about.getProcedureColumns(catalog, null, null, null),
                about.getUDTs(catalog, null, null, null), about.getSuperTypes(catalog, null, null),
                about.getSuperTables(catalog, null, null), about.getAttributes(catalog, null, null, null),
                about.getPseudoColumns(catalog, null, null, null),
                about.getClientInfoProperties(),
            };
            int rows = 0;
            for (ResultSet found : all) {
                while (found.next()) {
                    rows++;
                }
                found.close();
            }
            return all.length + " " + rows;
        }
    }

    private static String types() throws SQLException {
        StringJoiner told = new StringJoiner(",");
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT * FROM typed ORDER BY n")) {
            ResultSetMetaData about = found.getMetaData();
            found.next();
            for (int at = 1; at <= about.getColumnCount(); at++) {
                Object value = found.getObject(at);
                String text = value instanceof byte[] bytes ? java.util.HexFormat.of().formatHex(bytes) : String.valueOf(value);
                told.add(about.getColumnName(at) + ":" + about.getColumnTypeName(at) + ":" + about.getColumnType(at) + ":"
                        + about.getPrecision(at) + ":" + about.getScale(at) + "=" + text);
            }
            found.next();
            int nulls = 0;
            for (int at = 2; at <= about.getColumnCount(); at++) {
                if (found.getObject(at) == null && found.wasNull()) {
                    nulls++;
                }
            }
            found.next();
            told.add("nulls=" + nulls).add("nan=" + found.getFloat("r")).add("infinite=" + found.getDouble("d"))
                    .add("least=" + found.getLong("l")).add("empty='" + found.getString("v") + "'").add("old=" + found.getDate("day"));
        }
        return told.toString();
    }

    private static String prepared(boolean explicit) throws SQLException {
        StringJoiner told = new StringJoiner(" ");
        try (Connection connection = open("explicitPrepare", String.valueOf(explicit), true);
                PreparedStatement statement = connection.prepareStatement("SELECT name, phone FROM people WHERE id = ? AND region LIKE ?")) {
            for (long id : new long[] {2, 3, 4}) {
                statement.setLong(1, id);
                statement.setString(2, "A%");
                try (ResultSet found = statement.executeQuery()) {
                    told.add(id + "=" + shown(found));
                }
            }
        }
        return told.toString();
    }

    private static String parameters() throws SQLException {
        String sql = "SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?";
        try (Connection connection = open(); PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setBoolean(1, true);
            statement.setByte(2, (byte) -7);
            statement.setShort(3, (short) 300);
            statement.setInt(4, 70000);
            statement.setLong(5, 9007199254740993L);
            statement.setFloat(6, 1.5f);
            statement.setDouble(7, -2.25e100);
            statement.setBigDecimal(8, new BigDecimal("12345678901234567890.12"));
            statement.setString(9, "张'三 \"?\"");
            statement.setBytes(10, new byte[] {0, (byte) 255});
            statement.setDate(11, Date.valueOf("2024-02-29"));
            statement.setTimestamp(12, Timestamp.valueOf("2024-02-29 12:34:56.789"));
            statement.setNull(13, Types.VARCHAR);
            try (ResultSet found = statement.executeQuery()) {
                found.next();
                StringJoiner told = new StringJoiner(",");
                for (int at = 1; at <= 13; at++) {
                    Object value = found.getObject(at);
                    String text = value instanceof byte[] bytes ? java.util.HexFormat.of().formatHex(bytes) : String.valueOf(value);
                    told.add(found.getMetaData().getColumnTypeName(at) + "=" + text);
                }
                return told.toString();
            }
        }
    }

    private static String described() throws SQLException {
        try (Connection connection = open(); PreparedStatement statement = connection.prepareStatement("SELECT id, phone, id + ? AS more FROM people")) {
            ResultSetMetaData about = statement.getMetaData();
            StringJoiner told = new StringJoiner(",");
            for (int at = 1; at <= about.getColumnCount(); at++) {
                told.add(about.getColumnName(at) + ":" + about.getColumnTypeName(at));
            }
            ParameterMetaData parameters = statement.getParameterMetaData();
            return told.add(String.valueOf(parameters.getParameterCount())).toString();
        }
    }

    private static String batch() throws SQLException {
        try (Connection connection = open(); PreparedStatement statement = connection.prepareStatement("INSERT INTO people VALUES (?, ?, ?, ?)")) {
            for (int row = 0; row < 3; row++) {
                statement.setLong(1, row);
                statement.setString(2, "x");
                statement.setString(3, "y");
                statement.setString(4, "z");
                statement.addBatch();
            }
            return statement.executeBatch().length + "";
        }
    }

    private static String warnings() throws SQLException {
        try (Connection connection = open(); Statement statement = connection.createStatement()) {
            StringJoiner told = new StringJoiner(" / ");
            try (ResultSet found = statement.executeQuery("SELECT phone FROM people LIMIT 1")) {
                while (found.next()) {
                    found.getString(1);
                }
                for (SQLWarning warning = found.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                    told.add(warning.getMessage());
                }
            }
            for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                told.add(warning.getMessage());
            }
            return told.toString();
        }
    }

    private static final String LONG = "SELECT count(*) FROM people AS a, people AS b, people AS c WHERE a.id + b.id + c.id > 0";

    private static String cancel() throws Exception {
        ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
        try (Connection connection = open(); Statement statement = connection.createStatement()) {
            later.schedule(() -> {
                statement.cancel();
                return null;
            }, 1500, TimeUnit.MILLISECONDS);
            long begun = System.nanoTime();
            try {
                statement.executeQuery(LONG);
                return "it ended";
            } catch (SQLException error) {
                return "canceled " + (System.nanoTime() - begun < 10_000_000_000L);
            }
        } finally {
            later.shutdownNow();
        }
    }

    private static String timeout() throws SQLException {
        try (Connection connection = open(); Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(2);
            long begun = System.nanoTime();
            try {
                statement.executeQuery(LONG);
                return "it ended";
            } catch (SQLException error) {
                boolean soon = System.nanoTime() - begun < 15_000_000_000L;
                return error.getMessage().contains("EXCEEDED_TIME_LIMIT") ? "timed out " + soon : error.getMessage();
            }
        }
    }

    private static String maxRows() throws SQLException {
        try (Connection connection = open(); Statement statement = connection.createStatement()) {
            statement.setMaxRows(3);
            statement.setFetchSize(2);
            return shown(statement.executeQuery("SELECT id FROM people ORDER BY id"));
        }
    }

    private static String transaction() throws SQLException {
        try (Connection connection = open()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            String first;
            try (Statement statement = connection.createStatement()) {
                first = shown(statement.executeQuery("SELECT 1"));
            }
            connection.commit();
            try (Statement statement = connection.createStatement()) {
                first += shown(statement.executeQuery("SELECT 2"));
            }
            connection.rollback();
            connection.setAutoCommit(true);
            return first;
        }
    }

    private static String use() throws SQLException {
        try (Connection connection = open(); Statement statement = connection.createStatement()) {
            statement.execute("USE " + catalog + ".information_schema");
            String now = connection.getCatalog().equals(catalog) + " " + connection.getSchema();
            return now + " " + shown(statement.executeQuery("SELECT count(*) > 0 FROM tables"));
        }
    }

    private static String session() throws SQLException {
        try (Connection connection = open(); Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION huiliu.purpose = 'audit'");
            String set = shown(statement.executeQuery("SHOW SESSION LIKE '%purpose%'"));
            statement.execute("RESET SESSION huiliu.purpose");
            return set;
        }
    }

    private static String updated(String sql) throws SQLException {
        try (Connection connection = open(); Statement statement = connection.createStatement()) {
            return String.valueOf(statement.executeUpdate(sql));
        }
    }

    private static String large() throws SQLException {
        long sum = 0;
        int rows = 0;
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT a.id, a.name, b.phone FROM people AS a, people AS b WHERE b.id <= 40")) {
            while (found.next()) {
                sum += found.getLong(1);
                rows++;
            }
        }
        return rows + " " + sum;
    }
}
