import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes what Trino's tpch and tpcds connectors hold in their schema `tiny`, by the generators that those connectors use: a file a relation, fields after `|`, NULL is `\\N`. */
public class Generate
{
    private static final double TINY = 0.01;

    public static void main(String[] arguments)
            throws IOException
    {
        Path tpch = Files.createDirectories(Path.of(arguments[0], "tpch"));
        for (TpchTable<?> table : TpchTable.getTables()) {
            try (BufferedWriter out = Files.newBufferedWriter(tpch.resolve(table.getTableName() + ".tbl"))) {
                for (TpchEntity row : table.createGenerator(TINY, 1, 1)) {
                    String line = row.toLine();
                    out.write(line, 0, line.length() - 1);
                    out.write('\n');
                }
            }
        }
        Path tpcds = Files.createDirectories(Path.of(arguments[0], "tpcds"));
        for (Table table : Table.getBaseTables()) {
            if (!table.getName().equals("dbgen_version")) {
                write(table, tpcds.resolve(table.getName() + ".tbl"));
            }
        }
    }

    /** A relation of returns is generated beside its sales; its rows come first in their own session. */
    private static void write(Table table, Path file)
            throws IOException
    {
        Session session = Session.getDefaultSession().withScale(TINY).withTable(table);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (List<List<String>> rows : Results.constructResults(table, session)) {
                String separator = "";
                for (String value : rows.get(0)) {
                    out.write(separator);
                    out.write(value == null ? "\\N" : value);
                    separator = "|";
                }
                out.write('\n');
            }
        }
    }
}
