install(TARGETS ringtrial EXPORT ringtrialTargets FILE_SET HEADERS)
install(EXPORT ringtrialTargets NAMESPACE ringtrial::
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/ringtrial)

file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/ringtrialConfig.cmake
     "include(CMakeFindDependencyMacro)\nfind_dependency(Threads)\n"
     "include(\"\${CMAKE_CURRENT_LIST_DIR}/ringtrialTargets.cmake\")\n")
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/ringtrialConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/ringtrialConfig.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/ringtrialConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/ringtrial)

# The .pc file finds its prefix from where it lies, so that an installation can be moved.
file(RELATIVE_PATH ringtrial_pc_to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" ringtrial_pc_to_prefix "${ringtrial_pc_to_prefix}")
configure_file(${CMAKE_CURRENT_LIST_DIR}/ringtrial.pc.in ${CMAKE_CURRENT_BINARY_DIR}/ringtrial.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/ringtrial.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
