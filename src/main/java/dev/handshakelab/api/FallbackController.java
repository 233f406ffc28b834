package dev.handshakelab.api;

import dev.handshakelab.api.problem.Problem;
import dev.handshakelab.api.problem.ProblemType;
import dev.handshakelab.api.problem.ProblemWriter;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Where the container sends what failed outside of any operation: answered like the rest. */
@Controller
class FallbackController implements ErrorController {

  @RequestMapping("${server.error.path:/error}")
  void error(HttpServletRequest call, HttpServletResponse response) throws IOException {
    Object code = call.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Object path = call.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    Object message = call.getAttribute(RequestDispatcher.ERROR_MESSAGE);
    int status = code instanceof Integer given ? given : 404;
    ProblemType type = ProblemType.ofStatus(status);
    String detail =
        message instanceof String said && !said.isBlank() && status < 500 ? said : type.title();
    ProblemWriter.write(
        new Problem(
            type.uri(),
            type.title(),
            status,
            detail,
            path instanceof String uri ? uri : call.getRequestURI(),
            List.of()),
        response);
  }
}
