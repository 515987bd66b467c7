import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.query.ResultSet;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.tdb2.TDB2Factory;
import org.apache.jena.tdb2.loader.Loader;

/**
 * Apache Jena as a peer of tests/bench/peers.py: a TDB2 database filled once with the TDB2 loader, queries by ARQ in this process.
 *
 * <p>java -cp "/usr/share/java/*" Jena.java DATA.nt FOLDER reads one query a line (line feeds as \n) and answers with a line "milliseconds TAB rows" and the rows, cells
 * between tabs; or "! words" where it fails. Rows are read out inside the time told.
 */
class Jena {
    public static void main(String[] arguments) throws IOException {
        boolean filled = new File(arguments[1], "Data-0001").exists();
        Dataset data = TDB2Factory.connectDataset(arguments[1]);
        if (!filled) {
            Loader.load(data.asDatasetGraph(), List.of(arguments[0]), false);
        }
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var output = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        output.print("ready\n");
        output.flush();
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            answer(data, line.replace("\\n", "\n"), output);
            output.flush();
        }
    }

    private static void answer(Dataset data, String text, PrintWriter output) {
        List<String> rows = new ArrayList<>();
        long start = System.nanoTime();
        data.begin(ReadWrite.READ);
        try (QueryExecution execution = QueryExecutionFactory.create(QueryFactory.create(text), data)) {
            ResultSet found = execution.execSelect();
            List<Var> variables = new ArrayList<>();
            found.getResultVars().forEach(name -> variables.add(Var.alloc(name)));
            while (found.hasNext()) {
                rows.add(row(found.nextBinding(), variables));
            }
        } catch (RuntimeException error) {
            output.print("! " + String.valueOf(error).replace('\n', ' ') + "\n");
            return;
        } finally {
            data.end();
        }
        output.print((System.nanoTime() - start) / 1e6 + "\t" + rows.size() + "\n");
        rows.forEach(row -> output.print(row + "\n"));
    }

    private static String row(Binding binding, List<Var> variables) {
        var cells = new StringBuilder();
        for (int at = 0; at < variables.size(); at++) {
            Node term = binding.get(variables.get(at));
            String value = term == null ? "" : term.isLiteral() ? term.getLiteralLexicalForm() : term.isURI() ? term.getURI() : term.toString();
            cells.append(at == 0 ? "" : "\t").append(value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r"));
        }
        return cells.toString();
    }
}
