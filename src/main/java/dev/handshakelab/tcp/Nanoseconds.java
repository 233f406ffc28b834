package dev.handshakelab.tcp;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A switch of a {@link Policy} that is a time, in nanoseconds: up to a day. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Nanoseconds {
  /** The shortest that makes sense. */
  long least() default 0;
}
