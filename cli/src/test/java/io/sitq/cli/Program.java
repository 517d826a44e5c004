package io.sitq.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The program in this process, with its output caught. */
record Program(int exit, String out, String err) {
  static Program run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit = Main.program(new PrintWriter(out, true), new PrintWriter(err, true)).execute(args);
    return new Program(exit, out.toString(), err.toString());
  }
}
