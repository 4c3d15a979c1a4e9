#include "massa/cli/command.hpp"

int main(int argc, char** argv) {
  return massa::cli::run(argc, argv);
}
