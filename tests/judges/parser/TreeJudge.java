import io.trino.sql.SqlFormatter;
import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import io.trino.sql.tree.Statement;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads pairs of texts and says what Trino's own parser makes of them. Each text on stdin is a length (4 bytes) and UTF-8;
 * each answer on stdout is one letter and two texts:
 * S same tree; D different trees, with both written out by Trino's own formatter; U the same, but the formatter loses something;
 * A or B: that text is refused, with the reason.
 */
public final class TreeJudge
{
    private static final SqlParser PARSER = new SqlParser();

    private TreeJudge() {}

    public static void main(String[] arguments)
            throws IOException
    {
        DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out));
        while (true) {
            String first;
            try {
                first = read(in);
            }
            catch (EOFException end) {
                out.flush();
                return;
            }
            judge(first, read(in), out);
        }
    }

    private static void judge(String first, String second, DataOutputStream out)
            throws IOException
    {
        Statement one;
        Statement other;
        try {
            one = PARSER.createStatement(first);
        }
        catch (ParsingException | IllegalArgumentException refused) {
            answer(out, 'A', refused.getMessage(), "");
            return;
        }
        try {
            other = PARSER.createStatement(second);
        }
        catch (ParsingException | IllegalArgumentException refused) {
            answer(out, 'B', refused.getMessage(), "");
            return;
        }
        // Two readings of "same", for either could overlook something: equality of the nodes and Trino's printed form.
        String oneText = SqlFormatter.formatSql(one);
        String otherText = SqlFormatter.formatSql(other);
        if (one.equals(other) && oneText.equals(otherText)) {
            answer(out, 'S', "", "");
        }
        else {
            answer(out, isWhole(one, oneText) && isWhole(other, otherText) ? 'D' : 'U', oneText, otherText);
        }
    }

    /** Whether the formatter kept all of a tree: only then do its texts show every difference. */
    private static boolean isWhole(Statement tree, String text)
    {
        try {
            return PARSER.createStatement(text).equals(tree);
        }
        catch (ParsingException | IllegalArgumentException refused) {
            return false;
        }
    }

    private static String read(DataInputStream in)
            throws IOException
    {
        return new String(in.readNBytes(in.readInt()), UTF_8);
    }

    private static void answer(DataOutputStream out, char verdict, String first, String second)
            throws IOException
    {
        out.writeByte(verdict);
        for (String text : new String[] {first, second}) {
            byte[] bytes = text.getBytes(UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }
}
