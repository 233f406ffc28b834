/** The OpenAPI document, made from the same constants and records that the code runs on. */
@NullMarked
package dev.handshakelab.api.document;

import org.jspecify.annotations.NullMarked;
