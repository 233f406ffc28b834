@echo off
rem Runs Maven on this project: the one on the path, which must be 3.8.7 or newer.
rem Arguments are Maven's own. The build itself finds a JDK 25 or newer, or says that it needs one;
rem with JAVA_HOME set to it, the check of the source's format runs as well.
rem Untried: written where no Windows was at hand.
setlocal
set least=3.8.7

where mvn >nul 2>nul || goto :none
set version=
for /f "tokens=3" %%v in ('mvn -B -v 2^>nul ^| findstr /c:"Apache Maven"') do set version=%%v
for /f "tokens=1-3 delims=.-" %%a in ("%version%") do (
  if %%a gtr 3 goto :run
  if %%a lss 3 goto :none
  if %%b gtr 8 goto :run
  if %%b lss 8 goto :none
  if %%c geq 7 goto :run
)

:none
echo mvnw: needs Maven %least% or newer on the path; found: "%version%" 1>&2
exit /b 1

:run
mvn -f "%~dp0pom.xml" %*
