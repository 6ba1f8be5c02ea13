// Times the genuine JDBC driver on two servers in turn, and prints `name <tab> nanoseconds` for each statement read to its end.
// java -cp <driver>:<classes> Rates <rounds> <warm> <sql> [<name> <url> <user> <password or -> <authority.pem or ->] ...

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

public final class Rates {
    public static void main(String[] words) throws Exception {
        int rounds = Integer.parseInt(words[0]);
        int warm = Integer.parseInt(words[1]);
        String sql = words[2];
        Map<String, Connection> servers = new LinkedHashMap<>();
        for (int at = 3; at < words.length; at += 5) {
            servers.put(words[at], open(words[at + 1], words[at + 2], words[at + 3], words[at + 4]));
        }
        long check = 0;
        for (int round = 0; round < rounds + warm; round++) {
            for (Map.Entry<String, Connection> one : servers.entrySet()) {
                long begun = System.nanoTime();
                check += read(one.getValue(), sql);
                if (round >= warm) {
                    System.out.println(one.getKey() + "\t" + (System.nanoTime() - begun));
                }
            }
        }
        System.out.println("rows\t" + check);
        System.exit(0);
    }

    private static Connection open(String url, String user, String password, String authority) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        if (!password.equals("-")) {
            properties.setProperty("password", password);
            properties.setProperty("SSL", "true");
            properties.setProperty("SSLTrustStorePath", authority);
        }
        return DriverManager.getConnection(url, properties);
    }

    private static long read(Connection connection, String sql) throws Exception {
        try (Statement statement = connection.createStatement(); ResultSet found = statement.executeQuery(sql)) {
            int columns = found.getMetaData().getColumnCount();
            long rows = 0;
            while (found.next()) {
                for (int column = 1; column <= columns; column++) {
                    found.getObject(column);
                }
                rows++;
            }
            return rows;
        }
    }
}
